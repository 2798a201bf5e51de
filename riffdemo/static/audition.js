// Many clips to choose from: small pictures to play by keys, stars, an order, and two to compare.

const version = new URL(import.meta.url).search;
const {h, paint} = await import('./page.js' + version);
const {player} = await import('./player.js' + version);

const by = value => (a, b) => value(a) - value(b);
const ORDERS = {
    'as listed': null,
    'starred first': (cell, stars) => stars.has(cell.card.take) ? 0 : 1,
    'slow to fast': cell => cell.card.tempo_bpm ?? Infinity,
    'loud to soft': cell => -(cell.card.level_dbfs ?? -Infinity),
};
const KEYS = [['arrows', 'move'], ['space', 'play'], ['S', 'star'], ['A', 'first to compare'], ['B', 'second'],
    ['X', 'switch between them']];

// What outlives a reload of the page: which clips there were, and the stars.
const NAME = 'riffdemo.audition';
const remember = kept => {
    try { localStorage.setItem(NAME, JSON.stringify(kept)); } catch { /* a browser without storage forgets */ }
};
const remembered = () => {
    try { return JSON.parse(localStorage.getItem(NAME)) ?? {}; } catch { return {}; }
};

const heard = ({tempo_bpm, level_dbfs}) => [
    tempo_bpm === null ? 'no steady beat' : `about ${Math.round(tempo_bpm)} bpm`,
    level_dbfs === null ? 'silent' : `${level_dbfs.toFixed(0).replace('-', '\u2212')} dB`].join(' \u00b7 ');

// The cell that a key leads to: along the row, or the nearest one in the next row.
const beside = (cells, from, key) => {
    const place = cells.indexOf(from);
    const along = {ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: cells.length - 1}[key];
    if (along !== undefined) return cells[along];
    const corner = cell => cell.root.getBoundingClientRect();
    const {left, top} = corner(from);
    const below = cell => (corner(cell).top - top) * (key === 'ArrowDown' ? 1 : -1);
    return cells.filter(cell => below(cell) > 4)
        .sort(by(cell => 1000 * below(cell) + Math.abs(corner(cell).left - left)))[0];
};

export const mount = ({element, props, trigger, watch}) => {
    const room = element.querySelector('.audition');
    const cells = new Map();  // by take
    const before = remembered();
    const stars = new Set(before.stars);
    const marks = {A: null, B: null};
    let selected = null;

    const order = h('select', {'aria-label': 'Order of the clips', onchange: () => show()},
        ...Object.keys(ORDERS).map(name => h('option', {}, name)));
    const count = h('span', {class: 'count'});
    const said = h('p', {class: 'hidden-words', role: 'status'});
    const marked = Object.fromEntries(['A', 'B'].map(name => [name, h('button', {class: 'quiet', onclick: () => mark(name)}, name)]));
    const change = h('button', {class: 'quiet', title: 'Switch between A and B (X)', onclick: () => switchOver()}, 'Switch');
    const save = h('button', {class: 'quiet', onclick: () => trigger('export', {takes: listed().map(cell => cell.card.take)
        .filter(take => stars.has(take))})}, 'Save starred (zip)');
    const clear = h('button', {class: 'quiet', onclick: () => trigger('clear', {})}, 'Clear');
    const detail = h('div', {class: 'detail'});
    const grid = h('div', {class: 'cells', onkeydown: event => press(event)});
    const tools = h('div', {class: 'tools'}, h('label', {}, 'Order ', order), count, h('span', {class: 'gap'}),
        h('span', {class: 'compare'}, 'Compare', marked.A, marked.B, change), save, clear);
    const keys = h('p', {class: 'keys'}, ...KEYS.flatMap(([key, does]) => [h('kbd', {}, key), ` ${does} `]));

    const cellFrom = card => {
        const canvas = h('canvas', {class: 'picture', 'aria-hidden': true});
        const playhead = h('div', {class: 'playhead', hidden: true});
        const star = h('button', {class: 'star', tabindex: -1, onclick: () => toggleStar(cell)}, '\u2605');
        const pick = h('button', {class: 'pick', tabindex: -1, onclick: () => playOrPause(cell),
            'aria-keyshortcuts': 'Space S A B X'}, h('div', {class: 'plot'}, canvas, playhead),
            h('span', {class: 'seed'}), h('span', {class: 'heard'}, heard(card)));
        const cell = {card, pick, star, playhead, player: null,
            root: h('div', {class: 'cell', 'data-take': card.take}, pick, star)};
        paint(canvas, card.picture.url);
        return cell;
    };

    const listed = () => {
        const all = [...cells.values()];
        const prompts = [...new Set(all.map(cell => cell.card.title))];
        const plain = all.sort(by(cell => 1e10 * prompts.indexOf(cell.card.title) + cell.card.settings.seed));
        const value = ORDERS[order.value];
        return value ? plain.sort(by(cell => value(cell, stars))) : plain;
    };

    const describe = cell => {
        const {title, settings} = cell.card;
        const letters = ['A', 'B'].filter(name => marks[name] === cell);
        const starred = stars.has(cell.card.take);
        cell.pick.querySelector('.seed').textContent = [order.value === 'as listed' ? '' : `${title}, `, `seed ${settings.seed}`].join('');
        cell.pick.setAttribute('aria-label', [title, `seed ${settings.seed}`, heard(cell.card), starred ? 'starred' : '',
            ...letters].filter(Boolean).join(', '));
        cell.root.dataset.marks = letters.join(' ');
        cell.root.classList.toggle('selected', cell === selected);
        cell.star.setAttribute('aria-pressed', starred);
        cell.star.setAttribute('aria-label', `Star ${title}, seed ${settings.seed}`);
        for (const button of [cell.pick, cell.star]) button.tabIndex = cell === selected ? 0 : -1;
    };

    const describeAll = () => {
        cells.forEach(describe);
        count.textContent = `${cells.size} clip${cells.size === 1 ? '' : 's'}, ${stars.size} starred`;
        save.disabled = stars.size === 0;
        change.disabled = !marks.A || !marks.B;
        for (const name of ['A', 'B']) {
            marked[name].setAttribute('aria-pressed', marks[name] !== null);
            marked[name].title = marks[name] ? `${name} is ${marks[name].card.title}, seed ${marks[name].card.settings.seed}`
                : `Compare the selected clip as ${name} (${name})`;
        }
    };

    const select = cell => {
        selected = cell;
        cell.player ??= player(cell.card, trigger, props.destinations);
        if (detail.firstChild !== cell.player) detail.replaceChildren(cell.player);
        describeAll();
    };

    // The playhead of the small picture, as long as it plays.
    const follow = cell => {
        const {sound} = cell.player;
        cell.playhead.hidden = !sound.playing;
        cell.playhead.style.left = `${100 * sound.now / cell.card.seconds}%`;
        if (sound.playing) requestAnimationFrame(() => follow(cell));
    };

    const play = async (cell, from = 0) => {
        select(cell);
        cell.player.sound.position = Math.min(from, cell.card.seconds - 0.02);
        await cell.player.play();
        follow(cell);
    };

    const playOrPause = async cell => {
        const {player: own} = cell;
        if (own?.sound.playing) own.pause(); else await play(cell, own?.sound.position);
    };

    const toggleStar = cell => {
        const {take} = cell.card;
        if (!stars.delete(take)) stars.add(take);
        said.textContent = stars.has(take) ? 'Starred' : 'Star removed';
        remember({takes: [...cells.keys()], stars: [...stars]});
        describeAll();
    };

    const mark = name => {
        if (!selected) return;
        marks[name] = marks[name] === selected ? null : selected;
        said.textContent = marks[name] ? `${name} is ${selected.card.title}, seed ${selected.card.settings.seed}` : `${name} is free`;
        describeAll();
    };

    const switchOver = async () => {
        if (!marks.A || !marks.B) { said.textContent = 'Mark two clips with A and B first'; return; }
        const other = selected === marks.A ? marks.B : marks.A;
        const from = selected?.player?.sound.now ?? 0;
        await play(other, from);
        other.pick.focus({preventScroll: true});
        said.textContent = other === marks.A ? 'A' : 'B';
    };

    const move = async (key, cell) => {
        const next = beside(listed(), cell, key);
        if (!next) return;
        const playing = cell.player?.sound.playing;
        select(next);
        next.pick.focus();
        if (playing) await play(next);
    };

    const press = event => {
        const cell = [...cells.values()].find(({root}) => root.contains(event.target));
        if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
        const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
        const does = {S: () => toggleStar(cell), A: () => mark('A'), B: () => mark('B'), X: switchOver}[key]
            ?? (/^(Arrow|Home|End)/.test(key) ? () => move(key, cell) : null);
        if (!does) return;
        event.preventDefault();
        does();
    };

    const show = () => {
        const cards = props.value?.cards || [];
        const wanted = new Set(cards.map(card => card.take));
        for (const take of [...cells.keys()]) if (!wanted.has(take)) { cells.delete(take); stars.delete(take); }
        for (const name of ['A', 'B']) if (marks[name] && !cells.has(marks[name].card.take)) marks[name] = null;
        for (const card of cards) if (!cells.has(card.take)) cells.set(card.take, cellFrom(card));
        room.hidden = cells.size === 0;
        if (props.value) remember({takes: [...cells.keys()], stars: [...stars]});
        if (!cells.size) { selected = null; detail.replaceChildren(); return; }
        const inOrder = listed(), focused = document.activeElement;
        const groups = order.value === 'as listed' ? [...new Set(inOrder.map(cell => cell.card.title))] : [null];
        grid.replaceChildren(...groups.flatMap(title => [title === null ? null : h('h3', {dir: 'auto'}, title),
            h('div', {class: 'row-of-cells'}, ...inOrder.filter(cell => title === null || cell.card.title === title).map(cell => cell.root))])
            .filter(Boolean));
        if (grid.contains(focused)) focused.focus({preventScroll: true});
        if (!cells.has(selected?.card.take)) select(inOrder[0]); else describeAll();
    };

    room.append(tools, keys, h('div', {class: 'choosing'}, detail, grid), said);
    watch('value', show);
    show();
    if (!cells.size && before.takes?.length) trigger('restore', {takes: before.takes});
};
