// The source with its player, and over its picture a layer to paint on: what is painted there is made anew.

const version = new URL(import.meta.url).search;
const {h} = await import('./page.js' + version);
const {player} = await import('./player.js' + version);

const [WIDTH, HEIGHT] = [512, 128];  // pixels of a mask
const BRUSH = 9;
const TOOLS = [
    ['time', 'Time', 'Drag over the time that may change'],
    ['box', 'Box', 'Drag over the time and pitch that may change'],
    ['brush', 'Brush', 'Paint over what may change'],
    ['erase', 'Erase', 'Take some of it back'],
];

class Layer {
    constructor(changed) {
        this.changed = changed;
        this.tool = 'time';
        this.canvas = h('canvas', {class: 'veil', width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': 'What may change',
            onpointerdown: event => this.begin(event), onpointermove: event => this.go(event),
            onpointerup: () => this.end(), onpointercancel: () => this.end()});
        this.ink = this.canvas.getContext('2d', {willReadFrequently: true});
        [this.ink.fillStyle, this.ink.strokeStyle, this.ink.lineWidth, this.ink.lineCap] = ['#fff', '#fff', BRUSH, 'round'];
    }

    place({clientX, clientY}) {
        const {left, top, width, height} = this.canvas.getBoundingClientRect();
        return [(clientX - left) / width * WIDTH, (clientY - top) / height * HEIGHT];
    }

    begin(event) {
        this.canvas.setPointerCapture(event.pointerId);
        this.before = this.ink.getImageData(0, 0, WIDTH, HEIGHT);
        this.from = this.last = this.place(event);
        this.go(event);
    }

    go(event) {
        if (!this.from) return;
        const [x, y] = this.place(event);
        if (this.tool === 'time' || this.tool === 'box') {
            const [left, top] = this.tool === 'time' ? [this.from[0], 0] : this.from;
            this.ink.putImageData(this.before, 0, 0);
            this.ink.fillRect(left, top, x - left, this.tool === 'time' ? HEIGHT : y - top);
        } else {
            this.ink.globalCompositeOperation = this.tool === 'erase' ? 'destination-out' : 'source-over';
            this.ink.beginPath();
            this.ink.moveTo(...this.last);
            this.ink.lineTo(x, y + 0.01);
            this.ink.stroke();
            this.ink.globalCompositeOperation = 'source-over';
        }
        this.last = [x, y];
    }

    end() {
        if (!this.from) return;
        this.from = null;
        this.changed();
    }

    clear() {
        this.ink.clearRect(0, 0, WIDTH, HEIGHT);
        this.changed();
    }

    invert() {
        this.ink.globalCompositeOperation = 'xor';
        this.ink.fillRect(0, 0, WIDTH, HEIGHT);
        this.ink.globalCompositeOperation = 'source-over';
        this.changed();
    }

    async open(url) {
        this.ink.clearRect(0, 0, WIDTH, HEIGHT);
        if (!url) return;
        const grey = await createImageBitmap(await (await fetch(url)).blob());
        this.ink.drawImage(grey, 0, 0, WIDTH, HEIGHT);
        const picture = this.ink.getImageData(0, 0, WIDTH, HEIGHT);
        for (let i = 0; i < picture.data.length; i += 4) picture.data[i + 3] = picture.data[i];
        this.ink.putImageData(picture, 0, 0);
    }

    // White on black, or nothing where nothing is painted.
    get url() {
        const {data} = this.ink.getImageData(0, 0, WIDTH, HEIGHT);
        if (!data.some((level, i) => i % 4 === 3 && level > 0)) return '';
        const whole = h('canvas', {width: WIDTH, height: HEIGHT});
        const ink = whole.getContext('2d');
        ink.fillRect(0, 0, WIDTH, HEIGHT);
        ink.drawImage(this.canvas, 0, 0);
        return whole.toDataURL('image/png');
    }
}

export const mount = ({element, props, trigger, watch}) => {
    const room = element.querySelector('.source');
    let [card, mask] = [null, ''];
    const layer = new Layer(() => {
        mask = layer.url;
        props.value = {card, mask};
        say();
    });
    const told = h('p', {class: 'told', role: 'status'});
    const say = () => { told.textContent = mask ? 'Only what is painted changes.' : 'Nothing is painted: all of it may change.'; };
    const tools = TOOLS.map(([name, text, title]) => h('button', {type: 'button', class: 'quiet', title,
        'aria-pressed': String(name === layer.tool), onclick: event => {
            layer.tool = name;
            for (const tool of tools) tool.setAttribute('aria-pressed', String(tool === event.target));
        }}, text));
    const rest = [['Invert', () => layer.invert()], ['Clear', () => layer.clear()]].map(([text, act]) =>
        h('button', {type: 'button', class: 'quiet', onclick: act}, text));

    const show = () => {
        const wanted = props.value || {card: null, mask: ''};
        if ((wanted.mask ?? '') !== mask) layer.open(mask = wanted.mask ?? '');
        if (wanted.card !== undefined && wanted.card?.take !== card?.take) {
            card = wanted.card;
            room.replaceChildren();
            if (card) {
                const shown = player(card, trigger, []);
                shown.querySelector('.plot').append(layer.canvas);
                room.append(h('div', {class: 'tools', role: 'toolbar', 'aria-label': 'Paint what may change'}, ...tools, ...rest, told), shown);
            }
        }
        say();
    };
    watch('value', show);
    show();
};
