// The mixer: up to four prompts with weights, and what the riff starts from, all moved while it plays.

const version = new URL(import.meta.url).search;
const {h} = await import('../page.js' + version);
const {round} = await import('./transport.js' + version);
const {MAX_PROMPTS} = await import('./riff.js' + version);

// A slider with its name and value; `input` hears every move.
export const slider = (name, {min = 0, max = 1, step = 0.01, value, text = v => `${Math.round(100 * v)} %`, input, title}) => {
    const shown = h('output', {}, text(value));
    const control = h('input', {type: 'range', min, max, step, value, 'aria-label': name, title,
        oninput: () => { shown.textContent = text(+control.value); input(+control.value); }});
    const root = h('label', {class: 'live-slider', title}, h('span', {}, name), control, shown);
    root.set = fresh => {
        if (+control.value !== fresh && control.ownerDocument.activeElement !== control) control.value = fresh;
        shown.textContent = text(+control.value);
    };
    return root;
};

const LEAST = 0.05;  // of the only prompt that is left

export const mixer = riff => {
    const rows = h('div', {class: 'live-mix'});
    const add = h('button', {type: 'button', class: 'quiet', onclick: () => {
        riff.change({prompts: [...riff.value.prompts, {text: '', weight: 0.5}]}, {sounds: false});
        rows.lastChild.querySelector('input').focus();
    }}, '+ Prompt');

    const put = (place, patch) => {
        const prompts = riff.value.prompts.map((row, i) => i === place ? {...row, ...patch} : row);
        if (prompts.every(row => !row.text || row.weight === 0)) prompts[place].weight = LEAST;
        const before = riff.value.prompts[place];
        riff.change({prompts}, {sounds: prompts[place].text !== '' || before.text !== ''});
    };

    const makeRow = (row, place) => {
        const text = h('input', {type: 'text', value: row.text, maxlength: 300, dir: 'auto', 'aria-label': `Prompt ${place + 1}`,
            placeholder: 'another sound to blend in', onchange: () => text.value.trim() || riff.value.prompts.length > 1
                ? put(place, {text: text.value.trim()}) : (text.value = riff.value.prompts[place].text)});
        const weight = slider(`Weight of prompt ${place + 1}`, {value: row.weight, input: value => put(place, {weight: value})});
        const away = round('close', `Remove prompt ${place + 1}`, () =>
            riff.change({prompts: riff.value.prompts.filter((_, i) => i !== place)}, {sounds: row.text !== ''}));
        const root = h('div', {class: 'live-mixrow'}, text, weight, away);
        root.set = fresh => {
            if (document.activeElement !== text) text.value = fresh.text;
            weight.set(fresh.weight);
        };
        return root;
    };

    const show = ({prompts}) => {
        if (rows.children.length !== prompts.length) rows.replaceChildren(...prompts.map(makeRow));
        prompts.forEach((row, i) => rows.children[i].set(row));
        rows.classList.toggle('single', prompts.length === 1);
        add.hidden = prompts.length >= MAX_PROMPTS;
    };
    riff.listen(show);
    show(riff.value);
    return h('section', {class: 'live-panel', 'aria-label': 'Mixer'}, h('header', {}, h('h3', {}, 'Mixer'), add), rows);
};
