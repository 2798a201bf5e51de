// What to hear: a line to write in, dice, the prompts that wait, and what has been heard.

const version = new URL(import.meta.url).search;
const {h} = await import('../page.js' + version);
const {icon} = await import('./icons.js' + version);
const {round} = await import('./transport.js' + version);
const {MAX_QUEUE} = await import('./riff.js' + version);

const HEARD = 30;
const pick = list => list[Math.floor(Math.random() * list.length)];

export const randomPrompt = ({styles, leads, moods}) => `${pick(styles)} with ${pick(leads)}, ${pick(moods)}`;

export const asker = (riff, {words, play}) => {
    const line = h('input', {type: 'text', maxlength: 300, dir: 'auto', 'aria-label': 'Prompt', enterkeyhint: 'go',
        placeholder: 'What do you want to hear?', onkeydown: event => {
            if (event.key === 'Enter' && !event.isComposing) send(event.shiftKey ? enqueue : play);
        }});
    const enqueue = prompt => riff.enqueue(prompt);
    const send = act => {
        const prompt = line.value.trim();
        if (!prompt) return line.focus();
        act(prompt);
        line.value = '';
        return undefined;
    };
    const button = (text, label, act, kind) => h('button', {type: 'button', class: kind, title: label, onclick: () => send(act)}, text);
    return h('div', {class: 'live-ask'}, line,
        button('Play now', 'Walk there from the next clip on (Enter)', play, 'live-primary'),
        button('Queue', 'Wait until the prompts before it have been heard (Shift + Enter)', enqueue, 'live-secondary'),
        words ? h('button', {type: 'button', class: 'live-secondary live-dice', title: 'Queue a surprise (D)',
            onclick: () => enqueue(randomPrompt(words))}, icon('dice'), 'Dice') : null);
};

export const queue = (riff, play) => {
    const list = h('ol', {class: 'live-list'});
    const empty = h('p', {class: 'live-hint'}, 'Nothing waits: the music wanders from seed to seed. Queue a prompt, and it walks there.');
    const row = (prompt, place, count) => {
        const root = h('li', {draggable: true}, h('span', {dir: 'auto'}, prompt),
            round('play', `Play now: ${prompt}`, () => riff.jump(place)),
            round('up', `Earlier: ${prompt}`, () => riff.move(place, place - 1), {disabled: place === 0}),
            round('down', `Later: ${prompt}`, () => riff.move(place, place + 1), {disabled: place === count - 1}),
            round('close', `Delete: ${prompt}`, () => riff.remove(place)));
        root.addEventListener('dragstart', event => event.dataTransfer.setData('text/x-place', place));
        root.addEventListener('dragover', event => event.preventDefault());
        root.addEventListener('drop', event => {
            event.preventDefault();
            const from = event.dataTransfer.getData('text/x-place');
            if (from !== '') riff.move(+from, place);
        });
        return root;
    };
    const count = h('span', {class: 'live-count'});
    const show = value => {
        list.replaceChildren(...value.queue.map((prompt, i) => row(prompt, i, value.queue.length)));
        empty.hidden = value.queue.length > 0;
        count.textContent = value.queue.length ? `${value.queue.length} of ${MAX_QUEUE}` : '';
    };
    riff.listen(show);
    show(riff.value);

    const heard = h('ol', {class: 'live-list live-heard'});
    const root = h('section', {class: 'live-panel', 'aria-label': 'Prompts'},
        h('header', {}, h('h3', {}, 'Up next'), count), empty, list,
        h('details', {}, h('summary', {}, 'Heard so far'), heard));
    // A new name is heard.
    root.note = (label, prompts) => {
        if (heard.firstChild?.dataset.label === label) return;
        heard.prepend(h('li', {'data-label': label}, h('span', {dir: 'auto'}, label),
            round('play', `Play again: ${label}`, () => play(prompts))));
        while (heard.children.length > HEARD) heard.lastChild.remove();
    };
    return root;
};
