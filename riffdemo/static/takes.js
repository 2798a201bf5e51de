// What the app shows of clips: players, a strip of small pictures, and pictures that are still being painted.

const version = new URL(import.meta.url).search;
const {h, paint} = await import('./page.js' + version);
const {player} = await import('./player.js' + version);

// While something is made: what the model sees so far, how far it is, how long it will take.
class Easel {
    constructor(trigger) {
        this.bar = h('div', {class: 'bar'});
        this.text = h('p', {role: 'status'});
        this.pictures = h('div', {class: 'sketches'});
        this.root = h('section', {class: 'easel'}, this.pictures,
            h('div', {class: 'track', 'aria-hidden': true}, this.bar),
            h('div', {class: 'row'}, this.text, h('button', {class: 'quiet', onclick: () => trigger('stop', {})}, 'Stop')));
    }

    show({text, share, pictures}) {
        this.text.textContent = text;
        this.bar.style.width = `${100 * share}%`;
        while (this.pictures.children.length < pictures.length) this.pictures.append(h('canvas', {class: 'picture'}));
        pictures.forEach((url, i) => paint(this.pictures.children[i], url));
    }
}

const thumbnail = (card, trigger) => {
    const canvas = h('canvas', {class: 'picture'});
    paint(canvas, card.picture.url);
    return h('button', {class: 'thumb', title: `Bring back: ${card.title}`, 'data-take': card.take,
        onclick: () => trigger('restore', {take: card.take})}, canvas, h('span', {dir: 'auto'}, card.title));
};

// A clip, with those beside it that belong to it: what it was before, what lies between.
const group = (card, trigger, destinations) => {
    const first = player(card, trigger, destinations);
    if (!card.beside) return first;
    return h('div', {class: 'group'}, first, ...card.beside.map(other => player(other, trigger, destinations)));
};

// Nothing is moved that is in its place: an element that is moved loses the focus, and an open menu closes.
const fill = (room, wanted) => {
    const there = [...room.childNodes];
    if (wanted.length !== there.length || wanted.some((node, i) => node !== there[i])) room.replaceChildren(...wanted);
};

export const mount = ({element, props, trigger, watch}) => {
    const room = element.querySelector('.' + props.shows);
    const make = props.shows === 'strip' ? thumbnail : group;
    const shown = new Map();  // by take: a clip that stays is not drawn again
    const easel = new Easel(trigger);

    const show = () => {
        const {cards = [], progress = null, notice = ''} = props.value || {};
        const wanted = new Set(cards.map(card => card.take));
        for (const take of [...shown.keys()]) if (!wanted.has(take)) shown.delete(take);
        for (const card of cards) if (!shown.has(card.take)) shown.set(card.take, make(card, trigger, props.destinations));
        if (progress) easel.show(progress); else easel.pictures.replaceChildren();
        const above = [progress && easel.root, notice && h('p', {class: 'notice', role: 'status'}, notice)].filter(Boolean);
        fill(room, [...above, ...cards.map(card => shown.get(card.take))]);
    };
    watch('value', show);
    show();
};
