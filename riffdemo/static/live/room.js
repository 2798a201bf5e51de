// The timeline in three dimensions: a dark room, a ridge of light for each clip, a playhead that sets them alight.

const version = new URL(import.meta.url).search;
const three = await import('./three-0.180.0/three.module.min.js');
const {DEPTH, floorMaterial, grid, ridgeMaterial, sheetMaterial} = await import('./ridge.js' + version);
const {Orbit} = await import('./orbit.js' + version);
const {Pacer} = await import('./pacer.js' + version);
const {PALETTES} = await import('./colors.js' + version);

const ROOM = new three.Color(0.0030, 0.0017, 0.0058);
const TALL = 2.4;  // of the playhead
const DUST = 160;
// Finest first: columns and rows of a clip's grid, pixels per CSS pixel, dust in the air.
const DETAILS = [
    {columns: 288, rows: 176, ratio: 2, dust: true},
    {columns: 160, rows: 104, ratio: 1.5, dust: true},
    {columns: 88, rows: 60, ratio: 1, dust: false},
    {columns: 48, rows: 36, ratio: 0.7, dust: false},
];

const texture = bitmap => {
    const picture = new three.Texture(bitmap);
    picture.generateMipmaps = true;
    picture.minFilter = three.LinearMipmapLinearFilter;
    picture.wrapS = picture.wrapT = three.ClampToEdgeWrapping;
    picture.flipY = false;
    picture.needsUpdate = true;
    return picture;
};

export class Room {
    constructor(canvas, {lost = () => {}} = {}) {
        this.renderer = new three.WebGLRenderer({canvas, antialias: true, powerPreference: 'high-performance'});
        this.renderer.setClearColor(ROOM);
        this.scene = new three.Scene();
        this.camera = new three.PerspectiveCamera(38, 2, 0.1, 60);
        this.orbit = new Orbit(canvas);
        this.pacer = new Pacer(DETAILS.length);
        this.meshes = new Map();
        this.shared = {pulse: {value: 0}, reach: {value: 12}, room: {value: ROOM}};
        this.palette = {value: null};
        this.setPalette('magma');
        this.blank = texture(new ImageData(new Uint8ClampedArray([255, 255, 255, 255]), 1, 1));
        this.addPlayhead();
        this.addDust();
        this.setDetail(1);
        this.control = new AbortController();
        canvas.addEventListener('webglcontextlost', event => { event.preventDefault(); lost(); }, {signal: this.control.signal});
    }

    addPlayhead() {
        const plane = new three.PlaneGeometry(DEPTH, TALL);
        plane.rotateY(-Math.PI / 2).translate(0, TALL / 2, -DEPTH / 2);
        this.sheet = new three.Mesh(plane, sheetMaterial(three, this.blank, this.shared));
        this.sheet.renderOrder = 1;
        this.scene.add(this.sheet);
        const floor = new three.PlaneGeometry(40, 24).rotateX(-Math.PI / 2).translate(0, -0.015, -2);
        this.floor = new three.Mesh(floor, floorMaterial(three, this.shared));
        this.scene.add(this.floor);
    }

    addDust() {
        const places = Float32Array.from({length: 3 * DUST}, (_, i) =>
            [16 * (Math.random() - 0.5), 2.6 * Math.random(), -6 * Math.random() + 1.5][i % 3]);
        const geometry = new three.BufferGeometry().setAttribute('position', new three.BufferAttribute(places, 3));
        this.dust = new three.Points(geometry, new three.PointsMaterial({color: 0xd8b7c9, size: 0.018, transparent: true,
            opacity: 0.35, depthWrite: false, blending: three.AdditiveBlending}));
        this.scene.add(this.dust);
    }

    setPalette(name) {
        this.palette.value?.dispose();
        const colors = new Uint8Array(4 * 256);
        for (let i = 0; i < 256; i++) colors.set([...PALETTES[name].subarray(3 * i, 3 * i + 3), 255], 4 * i);
        const map = new three.DataTexture(colors, 256, 1);
        map.minFilter = map.magFilter = three.LinearFilter;
        map.colorSpace = three.SRGBColorSpace;
        map.needsUpdate = true;
        this.palette.value = map;
    }

    setDetail(level) {
        const {columns, rows, ratio, dust} = DETAILS[level];
        this.detail = level;
        this.geometry?.dispose();
        this.geometry = grid(three, columns, rows);
        for (const mesh of this.meshes.values()) mesh.geometry = this.geometry;
        this.dust.visible = dust;
        this.renderer.setPixelRatio(Math.min(ratio, window.devicePixelRatio || 1, 2));
        if (this.size) this.renderer.setSize(...this.size, false);
    }

    resize(width, height) {
        this.size = [width, height];
        this.renderer.setSize(width, height, false);
        this.camera.aspect = width / height;
        this.shared.reach.value = 4 + 4.2 * Math.min(this.camera.aspect, 2.2);
    }

    // `clips`: {key, bitmap, start, seconds, from, until} in seconds; `origin` is in the middle, the playhead at `now`.
    draw({clips, now, origin, pulse, still}) {
        const wanted = new Set(clips.map(clip => clip.key));
        for (const [key, mesh] of this.meshes) if (!wanted.has(key)) this.remove(key, mesh);
        for (const clip of clips) this.show(clip, now);
        this.shared.pulse.value += 0.25 * (pulse - this.shared.pulse.value);
        this.orbit.apply(this.camera, this.camera.aspect, origin - now);
        this.showPlayhead(clips.find(clip => clip.from <= now && now < clip.until), now);
        if (!still) this.dust.position.x = -((0.12 * now) % 3);
        this.renderer.render(this.scene, this.camera);
        const level = this.pacer.frame(performance.now(), this.detail);
        if (level !== this.detail) this.setDetail(level);
    }

    show({key, bitmap, start, seconds, from, until}, now) {
        if (!this.meshes.has(key)) this.add(key, bitmap);
        const {uniforms} = this.meshes.get(key).material;
        uniforms.begin.value = start - now;
        uniforms.seconds.value = seconds;
        uniforms.from.value = from - now;
        uniforms.until.value = until - now;
    }

    add(key, bitmap) {
        const mesh = new three.Mesh(this.geometry, ridgeMaterial(three, texture(bitmap), this.palette, this.shared));
        mesh.frustumCulled = false;
        this.meshes.set(key, mesh);
        this.scene.add(mesh);
    }

    remove(key, mesh) {
        this.scene.remove(mesh);
        mesh.material.uniforms.picture.value.dispose();
        mesh.material.dispose();
        this.meshes.delete(key);
    }

    // Least time between frames (ms): a machine that is slow at its coarsest has other work to do as well.
    get interval() { return this.detail === DETAILS.length - 1 ? 75 : 0; }

    showPlayhead(clip, now) {
        const {uniforms} = this.sheet.material;
        uniforms.picture.value = clip ? this.meshes.get(clip.key).material.uniforms.picture.value : this.blank;
        uniforms.column.value = clip ? (now - clip.start) / clip.seconds : 0;
        uniforms.strength.value = clip ? 1 : 0;
    }

    // Where on the canvas the label of a moment stands (CSS pixels), and how visible it is (0 to 1).
    place(seconds) {
        const point = new three.Vector3(seconds, 0, 0.32).project(this.camera);
        const [width, height] = this.size;
        const fade = 1 - Math.min(1, Math.abs(seconds) / this.shared.reach.value);
        return {x: (point.x + 1) / 2 * width, y: (1 - point.y) / 2 * height, fade: point.z < 1 ? fade : 0};
    }

    get facts() {
        const {memory, render} = this.renderer.info;
        return {kind: '3d', meshes: this.meshes.size, ...memory, triangles: render.triangles, detail: this.detail,
            fps: this.pacer.fps};
    }

    dispose() {
        for (const [key, mesh] of this.meshes) this.remove(key, mesh);
        for (const part of [this.geometry, this.sheet.geometry, this.sheet.material, this.floor.geometry,
            this.floor.material, this.dust.geometry, this.dust.material,
            this.palette.value, this.blank]) part.dispose();
        this.orbit.dispose();
        this.control.abort();
        this.renderer.dispose();
        if (!this.renderer.getContext().isContextLost()) this.renderer.forceContextLoss();  // browsers keep few of them
    }
}
