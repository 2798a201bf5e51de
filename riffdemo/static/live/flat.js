// The timeline on a plain canvas, where there is no WebGL or nobody wants it: the same clips, the same playhead.

const version = new URL(import.meta.url).search;
const {colour} = await import('../page.js' + version);
const {PALETTES} = await import('./colors.js' + version);

const ROOM = '#07050c';
const SECONDS = 13;  // across a wide canvas
const PLAYHEAD = 0.36;  // of the width
const HEAD = 26;  // px above the pictures
const FOOT = 104;  // px below, for their reflection, the labels and the buttons

export class Flat {
    constructor(canvas) {
        Object.assign(this, {canvas, pictures: new Map(), palette: PALETTES.magma, frames: 0});
        this.context = canvas.getContext('2d', {alpha: false});
    }

    setPalette(name) {
        this.palette = PALETTES[name];
        this.pictures.clear();
    }

    resize(width, height) {
        const ratio = Math.min(window.devicePixelRatio || 1, 2);
        Object.assign(this, {width, height, scale: width / SECONDS * Math.max(1, 700 / width)});
        [this.canvas.width, this.canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
        this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    }

    x(seconds) { return PLAYHEAD * this.width + this.scale * seconds; }

    // As in room.js.
    draw({clips, now, origin, pulse}) {
        const {context, width, height} = this;
        const wanted = new Set(clips.map(clip => clip.key));
        for (const key of this.pictures.keys()) if (!wanted.has(key)) this.pictures.delete(key);
        this.shift = now - origin;
        context.fillStyle = ROOM;
        context.fillRect(0, 0, width, height);
        for (const clip of clips) this.show(clip, now);
        this.shade();
        if (clips.length) this.playhead(pulse);
        this.frames += 1;
    }

    show({key, bitmap, start, seconds, from, until}, now) {
        if (!this.pictures.has(key)) {
            const picture = document.createElement('canvas');
            colour(picture, bitmap, this.palette);
            this.pictures.set(key, picture);
        }
        const picture = this.pictures.get(key);
        const [share, begin] = [picture.width / seconds, this.x(from - now + this.shift)];
        const [left, span, wide] = [(from - start) * share, (until - from) * share, (until - from) * this.scale];
        const [top, tall] = [HEAD, this.height - FOOT - HEAD];
        this.context.drawImage(picture, left, 0, span, picture.height, begin, top, wide + 0.5, tall);
        this.context.save();  // its reflection
        this.context.globalAlpha = 0.22;
        this.context.scale(1, -1);
        this.context.drawImage(picture, left, 0.75 * picture.height, span, 0.25 * picture.height,
            begin, -(top + tall + FOOT), wide + 0.5, FOOT);
        this.context.restore();
    }

    // What is past cools down, what is ahead is still cold, the floor takes the light away.
    shade() {
        const {context, width, height} = this;
        const at = Math.min(Math.max(this.x(this.shift) / width, 0.01), 0.98);
        const time = context.createLinearGradient(0, 0, width, 0);
        for (const [stop, color] of [[0, '#07050ce6'], [at * 0.5, '#07050c73'], [at, '#07050c00'],
            [at + 0.004, '#08091480'], [1, '#080914d9']]) time.addColorStop(stop, color);
        context.fillStyle = time;
        context.fillRect(0, 0, width, height);
        const floor = context.createLinearGradient(0, height - FOOT, 0, height);
        floor.addColorStop(0, '#07050c33');
        floor.addColorStop(0.6, ROOM);
        floor.addColorStop(1, ROOM);
        context.fillStyle = floor;
        context.fillRect(0, height - FOOT, width, FOOT);
    }

    playhead(pulse) {
        const {context, height} = this;
        const x = this.x(this.shift);
        const glow = context.createLinearGradient(x - 46, 0, x + 46, 0);
        const strong = Math.round(60 + 110 * Math.min(pulse, 1)).toString(16).padStart(2, '0');
        for (const [stop, color] of [[0, '#ff7a5500'], [0.5, `#ff8a62${strong}`], [1, '#ff7a5500']]) glow.addColorStop(stop, color);
        context.save();
        context.globalCompositeOperation = 'lighter';
        context.fillStyle = glow;
        context.fillRect(x - 46, HEAD, 92, height - FOOT - HEAD);
        context.restore();
        context.fillStyle = '#fff1ea';
        context.fillRect(x - 1, 12, 2, height - FOOT - 8);
    }

    place(seconds) {
        const x = this.x(seconds + this.shift);
        return {x, y: this.height - FOOT + 8, fade: x > -40 && x < this.width + 40 ? 1 : 0};
    }

    get facts() { return {kind: '2d', meshes: this.pictures.size, frames: this.frames}; }

    dispose() { this.pictures.clear(); }
}
