// A spectrogram to draw on: black is loud, white is silence; it is shown in the spectrograms' colours.

const version = new URL(import.meta.url).search;
const {h, colour, bitmapFrom} = await import('./page.js' + version);

const WIDTH = 512, HEIGHT = 512;  // one clip
const STEP = 16;  // of the arrow keys

export const mount = ({element, props, trigger, watch}) => {
    const ink = new OffscreenCanvas(WIDTH, HEIGHT);
    const pen = ink.getContext('2d', {willReadFrequently: true});
    const shown = h('canvas', {class: 'picture', tabindex: 0, role: 'img', 'aria-label': 'Spectrogram to draw on: time to the ' +
        'right, pitch upwards. Arrow keys move the brush, Space draws.'});
    const cross = h('div', {class: 'cross', hidden: true});
    const place = {x: WIDTH / 2, y: HEIGHT / 2};
    const range = (label, min, max, value) => h('input', {type: 'range', min, max, value, 'aria-label': label});
    const size = range('Size of the brush', 3, 80, 14), loudness = range('Loudness', 5, 100, 70);
    const eraser = h('button', {class: 'quiet', 'aria-pressed': 'false', onclick: () =>
        eraser.setAttribute('aria-pressed', eraser.getAttribute('aria-pressed') === 'false')}, 'Eraser');
    let before = null, frame = 0;

    const show = () => { frame ||= requestAnimationFrame(() => { frame = 0; colour(shown, ink); }); };
    const wipe = () => { pen.globalAlpha = 1; pen.fillStyle = '#fff'; pen.fillRect(0, 0, WIDTH, HEIGHT); show(); };

    const dab = ({x, y}) => {
        const radius = +size.value / 2;
        const shade = eraser.getAttribute('aria-pressed') === 'true' ? '255, 255, 255' : '0, 0, 0';
        const soft = pen.createRadialGradient(x, y, 0, x, y, radius);
        soft.addColorStop(0, `rgba(${shade}, ${loudness.value / 100})`);
        soft.addColorStop(1, `rgba(${shade}, 0)`);
        pen.fillStyle = soft;
        pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    };
    const stroke = (from, to) => {
        const count = Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(1, size.value / 4)));
        for (let i = 1; i <= count; i++) dab({x: from.x + (to.x - from.x) * i / count, y: from.y + (to.y - from.y) * i / count});
        show();
    };

    const at = event => {
        const box = shown.getBoundingClientRect();
        return {x: (event.clientX - box.left) / box.width * WIDTH, y: (event.clientY - box.top) / box.height * HEIGHT};
    };
    shown.addEventListener('pointerdown', event => {
        shown.setPointerCapture(event.pointerId);
        before = at(event);
        stroke(before, before);
    });
    shown.addEventListener('pointermove', event => {
        if (!before) return;
        stroke(before, at(event));
        before = at(event);
    });
    for (const end of ['pointerup', 'pointercancel']) shown.addEventListener(end, () => { before = null; });

    const point = () => {
        cross.hidden = document.activeElement !== shown || !shown.matches(':focus-visible');
        [cross.style.left, cross.style.top] = [`${100 * place.x / WIDTH}%`, `${100 * place.y / HEIGHT}%`];
    };
    shown.addEventListener('keydown', event => {
        const way = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]}[event.key];
        if (!way && event.key !== ' ') return;
        event.preventDefault();
        if (event.key === ' ') stroke(place, place);
        else {
            const old = {...place};
            place.x = Math.min(Math.max(place.x + way[0], 0), WIDTH - 1);
            place.y = Math.min(Math.max(place.y + way[1], 0), HEIGHT - 1);
            if (event.shiftKey) stroke(old, place);
        }
        point();
    });
    for (const change of ['focus', 'blur']) shown.addEventListener(change, point);

    const hear = async () => {
        const picture = await ink.convertToBlob({type: 'image/png'});
        const reader = new FileReader();
        reader.onload = () => trigger('drawn', {picture: reader.result});
        reader.readAsDataURL(picture);
    };

    const draw = async () => {
        const url = props.value?.picture?.url;
        const bitmap = url && await bitmapFrom(url);
        if (!bitmap) return;
        pen.globalAlpha = 1;
        pen.drawImage(bitmap, 0, 0, WIDTH, HEIGHT);
        show();
    };

    wipe();
    element.querySelector('.pad').append(
        h('div', {class: 'plot'}, shown, cross),
        h('div', {class: 'tools'}, h('label', {}, 'Brush', size), h('label', {}, 'Loudness', loudness), eraser,
            h('button', {class: 'quiet', onclick: wipe}, 'Clear'), h('span', {class: 'gap'}),
            h('button', {class: 'quiet loud', onclick: hear}, 'Hear the drawing')));
    watch('value', draw);
    draw();
};
