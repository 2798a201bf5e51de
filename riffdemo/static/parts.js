// The clips of a piece under its picture, each with its place on the way; a click opens one by itself.

const version = new URL(import.meta.url).search;
const {h, paint} = await import('./page.js' + version);

export const partsOf = (card, open) => {
    const room = h('div', {class: 'opened'});
    const buttons = card.parts.map(part => {
        const canvas = h('canvas', {class: 'picture', 'aria-hidden': true});
        paint(canvas, part.picture.url);
        const button = h('button', {class: 'part', 'aria-expanded': 'false', 'aria-label': `Open ${part.title}`,
            onclick: () => toggle(part, button)}, canvas, h('span', {}, part.place));
        return button;
    });
    const toggle = (part, button) => {
        const opens = button.getAttribute('aria-expanded') === 'false';
        buttons.forEach(other => other.setAttribute('aria-expanded', String(opens && other === button)));
        room.replaceChildren(...(opens ? [open(part)] : []));
    };
    const follow = now => {
        const place = Math.min(Math.floor(now / card.seconds * buttons.length), buttons.length - 1);
        buttons.forEach((button, i) => button.setAttribute('aria-current', String(i === place)));
    };
    const strip = h('div', {class: 'parts', role: 'group', 'aria-label': 'Clips from A to B'}, ...buttons);
    return {strip, room, follow};
};
