// The dark stage: what sounds now, buttons to play, pause, stop, the volume, how fast the model is.

const version = new URL(import.meta.url).search;
const {h, clock} = await import('../page.js' + version);
const {draw, icon} = await import('./icons.js' + version);
const {PALETTES} = await import('./colors.js' + version);

export const round = (name, label, onclick, attributes = {}) => {
    const sign = icon(name);
    const button = h('button', {type: 'button', class: 'live-round', 'aria-label': label, title: label, onclick, ...attributes}, sign);
    button.show = (other, text) => {
        draw(sign, other);
        for (const attribute of ['aria-label', 'title']) button.setAttribute(attribute, text);
    };
    return button;
};

const KEYS = [['Space', 'play or pause'], ['S', 'stop'], ['M', 'mute'], ['\u2191 \u2193', 'volume'], ['N', 'next waiting prompt'],
    ['D', 'dice'], ['K', 'keep 30 s'], ['R', 'record'], ['C', 'colours'], ['V', '3D or flat'], ['+ \u2212', 'closer, farther'],
    ['0', 'first view'], ['F', 'full screen']];

export class Transport {
    // `act` has a function for every button.
    constructor(view, player, act) {
        Object.assign(this, {view, player});
        this.title = h('h3', {dir: 'auto'}, 'Music without end');
        this.next = h('p', {dir: 'auto'});
        this.playButton = round('play', 'Play', act.toggle, {class: 'live-round live-main'});
        this.stopButton = round('stop', 'Stop and start anew', act.stop);
        this.time = h('span', {class: 'live-time'}, '0:00');
        this.speed = h('span', {class: 'live-speed'});
        this.status = h('span', {class: 'live-status', role: 'status'});
        this.trouble = h('p', {class: 'live-trouble', role: 'alert', hidden: true});
        this.muteButton = round('sound', 'Mute', act.mute);
        this.volume = h('input', {type: 'range', min: 0, max: 1, step: 0.01, value: player.level.volume, 'aria-label': 'Volume',
            oninput: () => player.setLevel({volume: +this.volume.value, muted: false})});
        this.colors = h('select', {'aria-label': 'Colours', onchange: () => view.setPalette(this.colors.value)},
            ...Object.keys(PALETTES).map(name => h('option', {value: name}, name)));
        this.cube = round('cube', 'Flat picture', act.turn);
        this.help = h('dl', {class: 'live-keys', hidden: true}, ...KEYS.flatMap(([key, what]) => [h('dt', {}, key), h('dd', {}, what)]));
        this.helpButton = round('keys', 'Keyboard shortcuts', () => { this.help.hidden = !this.help.hidden; });
        this.question = h('div', {class: 'live-question', role: 'alertdialog', hidden: true}, h('h3'), h('p'),
            h('button', {type: 'button', class: 'live-primary', onclick: act.goOn}, 'Go on'));
        this.root = h('div', {class: 'live-stage'}, view.root,
            h('div', {class: 'live-now'}, this.title, this.next),
            h('div', {class: 'live-tools'}, this.colors, this.cube, round('reset', 'Back to the first view', act.reset),
                round('wide', 'Full screen', act.wide), this.helpButton),
            this.help, this.question,
            h('div', {class: 'live-bar'}, this.trouble,
                h('div', {class: 'live-row'}, this.playButton, this.stopButton, this.time, this.speed, this.status,
                    h('span', {class: 'gap'}), this.muteButton, this.volume)));
    }

    nextPalette() {
        const names = Object.keys(PALETTES);
        this.colors.value = names[(names.indexOf(this.colors.value) + 1) % names.length];
        this.view.setPalette(this.colors.value);
    }

    say(text) { if (this.status.textContent !== text) this.status.textContent = text; }

    ask(title, text) {
        const [heading, line, button] = this.question.children;
        [heading.textContent, line.textContent] = [title, text];
        this.question.setAttribute('aria-label', title);
        this.question.hidden = false;
        button.focus({preventScroll: true});
    }

    warn(text, button = null) {
        this.trouble.hidden = !text;
        this.trouble.replaceChildren(...[text, button].filter(Boolean));
    }

    // `session` is {elapsed (s), facts of the newest clip, waiting}.
    show({elapsed, facts, waiting}) {
        const {player} = this;
        const busy = player.playing;
        this.playButton.show(busy ? 'pause' : 'play', busy ? 'Pause' : 'Play');
        this.playButton.classList.toggle('live-pulsing', busy && !player.entries.length);
        this.stopButton.disabled = player.state === 'stopped';
        const silent = player.level.muted || player.level.volume === 0;
        this.muteButton.show(silent ? 'mute' : 'sound', silent ? 'Sound on' : 'Mute');
        this.muteButton.setAttribute('aria-pressed', silent);
        this.volume.value = player.level.volume;
        this.cube.setAttribute('aria-pressed', this.view.root.dataset.kind === '3d');
        this.time.textContent = clock(elapsed).split('.')[0];
        this.speed.textContent = facts ? `${facts.real_time_factor.toFixed(1)} \u00d7 real time \u00b7 ${facts.steps} steps` : '';
        this.say(this.state({facts, waiting}));
        this.name();
    }

    state({facts, waiting}) {
        const {player} = this;
        if (player.state === 'paused') return 'Paused';
        if (player.state !== 'playing') return '';
        if (!player.entries.length) return waiting ? 'Painting the first clip \u2026' : '';
        if (player.heard?.repeat) {
            const speed = facts?.real_time_factor < 1 ? `The model makes ${facts.real_time_factor.toFixed(1)} \u00d7 real time: ` : '';
            return `${speed}repeating the last clip until the next is there`;
        }
        return '';
    }

    name() {
        const {heard, entries} = this.player;
        if (!heard) {
            if (!this.player.entries.length) [this.title.textContent, this.next.textContent] = ['Music without end', ''];
            return;
        }
        const {clip} = heard;
        const later = entries.slice(entries.indexOf(heard) + 1).find(entry => entry.clip.label !== clip.label);
        const next = later?.clip.label ?? (clip.to_prompt !== clip.from_prompt && clip.to_prompt !== clip.label ? clip.to_prompt : '');
        if (this.title.textContent === clip.label && this.next.dataset.next === next) return;
        this.title.textContent = clip.label;
        this.next.dataset.next = next;
        this.next.textContent = next ? `then ${next}` : '';
        this.view.describe(`Timeline of the music. Now: ${clip.label}.${next ? ` Then: ${next}.` : ''}`);
    }
}
