// A clip as a mountain range of light: x is time, the height is magnitude, the bass stands at the back.

export const DEPTH = 4.4;  // from the highest band in front (z = 0) to the lowest
export const HEIGHT = 1.35;

const MAGNITUDE = `
    // White is silence; green is left, blue is right. Column u, band v from the lowest.
    float magnitude(sampler2D picture, vec2 place, float blur) {
        vec4 grey = textureLod(picture, vec2(place.x, 1.0 - place.y), blur);
        return 1.0 - 0.5 * (grey.g + grey.b);
    }
    float height(sampler2D picture, vec2 place) {
        float edge = smoothstep(0.0, 0.03, place.y) * smoothstep(1.0, 0.93, place.y);
        return ${HEIGHT.toFixed(2)} * edge * pow(magnitude(picture, place, 2.2), 1.7);
    }
`;

const VERTEX = `
    uniform sampler2D picture;
    uniform float begin, seconds;
    varying vec2 place;
    varying vec3 world;
    void main() {
        place = uv;
        world = vec3(begin + uv.x * seconds, height(picture, uv), -${DEPTH.toFixed(1)} * (1.0 - uv.y));
        gl_Position = projectionMatrix * viewMatrix * vec4(world, 1.0);
    }
`;

// `begin` is relative to the playhead (s): what is ahead is drawn in thin cold lines, the playhead sets it alight,
// what is past cools down.
const FRAGMENT = `
    uniform sampler2D picture, palette;
    uniform float begin, seconds, from, until, pulse, reach;
    uniform vec3 room;
    varying vec2 place;
    varying vec3 world;
    void main() {
        float at = begin + place.x * seconds;
        if (at < from || at > until) discard;
        float m = magnitude(picture, place, 0.6);
        vec2 texel = vec2(4.0 / 512.0, 4.0 / 512.0);
        float dx = height(picture, place + vec2(texel.x, 0.0)) - height(picture, place - vec2(texel.x, 0.0));
        float dz = height(picture, place + vec2(0.0, texel.y)) - height(picture, place - vec2(0.0, texel.y));
        vec3 normal = normalize(vec3(-dx * 2.2, 0.16, dz * 2.2));
        vec3 eye = normalize(cameraPosition - world);
        vec3 hue = texture2D(palette, vec2(m, 0.5)).rgb;

        float light = 0.55 + 0.45 * dot(normal, normalize(vec3(0.4 - sign(at) * 0.6, 0.8, 0.35)));
        float rim = pow(1.0 - max(dot(normal, eye), 0.0), 3.0);
        float rows = 64.0 * place.y;
        float line = 1.0 - smoothstep(0.0, 1.2, abs(fract(rows) - 0.5) / max(fwidth(rows), 0.02));
        line *= 1.0 - smoothstep(0.35, 0.9, fwidth(rows));

        vec3 cold = hue * 0.05 + vec3(0.05, 0.07, 0.14) * (0.05 * light + 0.5 * rim * m)
                  + vec3(0.30, 0.36, 0.62) * line * (0.015 + 0.34 * m * m);
        float age = max(-at, 0.0);
        vec3 warm = hue * light * (0.42 + 0.85 * exp(-age * 0.9)) * exp(-age * 0.045) + hue * rim * 0.25;
        vec3 color = mix(warm, cold, smoothstep(-0.02, 0.05, at));

        float near = exp(-abs(at) * 16.0);
        color += (hue * 1.5 + vec3(1.0, 0.82, 0.68) * m * m) * near * (0.75 + 0.6 * pulse);
        color += hue * 0.35 * exp(-abs(at) * 1.6) * (0.5 + pulse);

        float far = max(smoothstep(0.55 * reach, reach, abs(world.x)), smoothstep(9.0, 22.0, distance(cameraPosition, world)));
        gl_FragColor = vec4(mix(color, room, far), 1.0);
        #include <colorspace_fragment>
    }
`;

const SHEET_VERTEX = `
    varying vec2 place;
    void main() {
        place = uv;
        gl_Position = projectionMatrix * viewMatrix * modelMatrix * vec4(position, 1.0);
    }
`;

// The playhead: a curtain of light whose brightest line is the spectrum that sounds now.
const SHEET_FRAGMENT = `
    uniform sampler2D picture;
    uniform float column, tall, pulse, strength;
    varying vec2 place;
    void main() {
        float y = place.y * tall;
        vec2 here = vec2(column, place.x);
        float crest = strength * height(picture, here);
        float above = y - crest;
        float line = exp(-above * above * 700.0);
        float halo = exp(-abs(above) * 6.0) * (0.16 + 0.45 * pulse);
        float veil = (0.10 + 0.16 * pulse) * exp(-max(above, 0.0) * 1.7);
        float ends = smoothstep(0.0, 0.02, place.x) * smoothstep(1.0, 0.98, place.x);
        vec3 color = vec3(1.0, 0.86, 0.76) * line + vec3(1.0, 0.46, 0.32) * halo + vec3(1.0, 0.62, 0.52) * veil;
        gl_FragColor = vec4(strength * color * ends * (1.0 - smoothstep(0.7, 1.0, place.y)), 1.0);
    }
`;

// The floor catches the light of the playhead.
const FLOOR_VERTEX = `
    varying vec3 world;
    void main() {
        world = position;
        gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
    }
`;
const FLOOR_FRAGMENT = `
    uniform float pulse, reach;
    uniform vec3 room;
    varying vec3 world;
    void main() {
        float front = max(world.z, 0.0), back = max(-world.z - ${DEPTH.toFixed(1)}, 0.0);
        float pool = exp(-abs(world.x) * 0.9 - front * 1.1 - back * 1.6);
        float streak = exp(-abs(world.x) * 6.0 - front * 1.2 - back * 2.2);
        vec3 color = room + vec3(0.34, 0.06, 0.14) * pool * (0.08 + 0.24 * pulse)
                   + vec3(1.0, 0.42, 0.30) * streak * (0.05 + 0.25 * pulse);
        gl_FragColor = vec4(mix(color, room, smoothstep(0.4 * reach, reach, abs(world.x))), 1.0);
        #include <colorspace_fragment>
    }
`;

export const ridgeMaterial = (three, picture, palette, shared) => new three.ShaderMaterial({
    vertexShader: MAGNITUDE + VERTEX,
    fragmentShader: MAGNITUDE + FRAGMENT,
    side: three.DoubleSide,
    uniforms: {picture: {value: picture}, begin: {value: 0}, seconds: {value: 1}, from: {value: -99}, until: {value: 99},
        palette, ...shared},
});

export const sheetMaterial = (three, picture, shared) => new three.ShaderMaterial({
    vertexShader: SHEET_VERTEX,
    fragmentShader: MAGNITUDE + SHEET_FRAGMENT,
    side: three.DoubleSide,
    transparent: true,
    depthWrite: false,
    blending: three.AdditiveBlending,
    uniforms: {picture: {value: picture}, column: {value: 0}, strength: {value: 0}, tall: {value: 2.4}, ...shared},
});

export const floorMaterial = (three, shared) => new three.ShaderMaterial({
    vertexShader: FLOOR_VERTEX, fragmentShader: FLOOR_FRAGMENT, uniforms: {...shared}});

// A grid of uv coordinates; the vertex shader puts them in place.
export const grid = (three, columns, rows) => {
    const plane = new three.PlaneGeometry(1, 1, columns, rows);
    plane.deleteAttribute('normal');
    plane.boundingSphere = new three.Sphere(new three.Vector3(), 1e4);
    return plane;
};
