// A clip on the page: picture with axes, waveform, playhead, buttons.

const version = new URL(import.meta.url).search;
const {h, clock, paint, drawPeaks} = await import('./page.js' + version);
const {Sound} = await import('./sound.js' + version);
const {partsOf} = await import('./parts.js' + version);

const FORMATS = ['wav', 'flac', 'mp3', 'ogg', 'png'];
export const PLAY = 'M7 4.5v15l12.5-7.5z';
export const PAUSE = 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z';

export const icon = () => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
    return svg;
};

const seconds = length => {
    const step = [0.1, 0.5, 1, 2, 5, 10, 20, 60].find(width => length / width <= 7) || 300;
    const count = Math.floor(length / step + 1e-6) + 1;
    return Array.from({length: count}, (_, i) => i * step);
};

const timeAxis = length => h('div', {class: 'time-axis', 'aria-hidden': true}, ...seconds(length).map(at =>
    h('span', {style: `left:${100 * at / length}%`}, at === 0 ? '0 s' : String(+at.toFixed(1)))));

const pitchAxis = ticks => h('div', {class: 'pitch-axis', 'aria-hidden': true}, ...ticks.map(({at, text}) =>
    h('span', {style: `bottom:${100 * at}%`}, text)));

const settingsList = settings => h('details', {class: 'inside'},
    h('summary', {}, 'Settings'),
    h('dl', {}, ...Object.entries(settings).flatMap(([name, value]) =>
        [h('dt', {}, name.replaceAll('_', ' ')), h('dd', {}, value === '' ? '\u2013' : String(value))])));

const copyLink = async (button, link) => {
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy link'; }, 1500);
};

// A list that opens at a click; it closes after a choice, with Escape and when the focus goes elsewhere.
const menu = (text, label, choices) => {
    const list = h('div', {class: 'choices'}, ...choices.map(([name, choose]) => h('button', {class: 'quiet',
        onclick: () => { root.open = false; choose(); }}, name)));
    const root = h('details', {class: 'menu',
        onkeydown: event => { if (event.key === 'Escape') { root.open = false; root.firstChild.focus(); } },
        onfocusout: event => { if (!root.contains(event.relatedTarget)) root.open = false; }},
        h('summary', {class: 'quiet', 'aria-label': label}, text), list);
    return root;
};

// The clip as an element, with its `sound` and what plays and pauses it.
export const player = (card, trigger, destinations) => {
    const sound = new Sound(card.sound.url, card.seconds, card.loop);
    const picture = h('canvas', {class: 'picture', role: 'img', 'aria-label': `Spectrogram of ${card.title}`});
    const wave = h('canvas', {class: 'wave', 'aria-hidden': true});
    const playhead = h('div', {class: 'playhead'});
    const seek = h('input', {type: 'range', class: 'seek', min: 0, max: card.seconds, step: 0.01, value: 0,
        'aria-label': 'Position in seconds', oninput: async () => { await sound.seek(+seek.value); follow(); }});
    const symbol = icon();
    const play = async () => { await sound.play(); follow(); };
    const pause = () => { sound.pause(); follow(); };
    const button = h('button', {class: 'play', 'aria-label': 'Play', onclick: () => sound.playing ? pause() : play()}, symbol);
    const time = h('span', {class: 'time'});
    const again = h('button', {class: 'quiet', 'aria-pressed': String(card.loop), onclick: async () => {
        await sound.setLoop(!sound.loop);
        again.setAttribute('aria-pressed', sound.loop);
    }}, 'Loop');

    const follow = () => {
        symbol.firstChild.setAttribute('d', sound.playing ? PAUSE : PLAY);
        button.setAttribute('aria-label', sound.playing ? 'Pause' : 'Play');
        playhead.style.left = `${100 * sound.now / card.seconds}%`;
        time.textContent = `${clock(sound.now)} / ${clock(card.seconds)}`;
        seek.value = sound.now;
        parts?.follow(sound.now);
        if (sound.playing && root.isConnected) requestAnimationFrame(follow);
        else if (sound.playing) sound.pause();
    };

    const places = destinations.filter(({needs}) => !needs || needs in card.settings)
        .map(({name}) => [name, () => trigger('send', {take: card.take, to: name})]);
    const parts = card.parts ? partsOf(card, part => player(part, trigger, destinations)) : null;
    const root = h('article', {class: 'take', 'data-take': card.take},
        h('header', {}, h('h3', {dir: 'auto'}, card.title), h('p', {}, card.facts.join(' \u00b7 '))),
        h('div', {class: 'screen'}, pitchAxis(card.ticks),
            h('div', {class: 'plot'}, picture, wave, playhead, seek), timeAxis(card.seconds)),
        parts && parts.strip,
        h('footer', {}, button, time, again, h('span', {class: 'gap'}),
            h('span', {class: 'files'}, 'Save', ...FORMATS.map(form => h('button', {class: 'quiet',
                'aria-label': `Save as ${form}`, onclick: () => trigger('save', {take: card.take, form})}, form))),
            card.link ? h('button', {class: 'quiet', onclick: event => copyLink(event.target, card.link)}, 'Copy link') : null,
            places.length ? menu('Send to', `Send ${card.title} to another tab`, places) : null),
        settingsList(card.settings), parts && parts.room);
    paint(picture, card.picture.url);
    drawPeaks(wave, card.peaks, getComputedStyle(document.documentElement).getPropertyValue('--primary-400'));
    follow();
    return Object.assign(root, {sound, play, pause});
};
