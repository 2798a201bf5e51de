// Keyboard shortcuts: wherever the focus is on the page, except where one writes or chooses.

const TYPING = 'input:not([type="range"]), textarea, select, [contenteditable="true"]';

export const shortcuts = (root, act, on) => on(document, 'keydown', event => {
    const {target, key} = event;
    if (!root.offsetParent || event.ctrlKey || event.metaKey || event.altKey || target.closest?.(TYPING)) return;
    const pressed = target.closest?.('button, summary, a');
    const sliding = target.type === 'range';
    const acts = {
        ' ': pressed ? null : act.toggle, s: act.stop, m: act.mute, n: act.next, d: act.dice, k: act.keep, r: act.record,
        c: act.colors, v: act.turn, f: act.wide, 0: act.reset, '+': () => act.zoom(1 / 1.15), '-': () => act.zoom(1.15),
        ArrowUp: sliding ? null : () => act.louder(0.05), ArrowDown: sliding ? null : () => act.louder(-0.05),
    };
    const chosen = acts[key.length === 1 ? key.toLowerCase() : key];
    if (!chosen) return;
    event.preventDefault();
    chosen();
});
