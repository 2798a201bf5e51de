// Music without end on the page: the visitor's wishes go out clip by clip, what comes back is placed on the audio clock.
//
//   riff.js  what is wished for         asking.js  one request at a time     schedule.js, player.js  when it sounds
//   view.js  room.js flat.js  how it looks          transport.js mixer.js queue.js start.js settings.js keep.js  controls

const version = new URL(import.meta.url).search;
const load = name => import(`./${name}.js${version}`);
const [{h, bitmapFrom}, {Asking}, {Player, maySound}, {Riff, fromQuery, only, tidy}, {View}, {Transport}] = await Promise.all(
    ['../page', 'asking', 'player', 'riff', 'view', 'transport'].map(load));
const [{mixer}, {asker, queue, randomPrompt}, {start}, {settings}, {Log, keeper}, {shortcuts}, {remember, remembered, stay}] =
    await Promise.all(['mixer', 'queue', 'start', 'settings', 'keep', 'keys', 'memory'].map(load));

const TICK = 250;  // ms
const IDLE = 600;  // s without a touch until we ask whether somebody is there

const fetched = async url => {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${reply.status} ${reply.statusText}`.trim());
    return reply;
};

class Live {
    constructor({element, props, trigger, watch, upload, options = props.options ?? {}}) {
        Object.assign(this, {element, props, trigger, touched: performance.now(), asleep: false, elapsed: 0, facts: null});
        this.options = options;
        const before = remembered();
        this.riff = new Riff(tidy(before?.riff ?? fromQuery(location.search) ?? {}, this.options.riff));
        this.player = new Player({changed: () => this.show(), interrupted: () => this.interrupted(), returned: () => this.play()});
        this.log = new Log();
        this.asking = new Asking({player: this.player, trigger, wishes: () => this.wishes(), load: reply => this.clip(reply),
            probe: () => this.probe(), report: trouble => this.report(trouble), taken: prompt => this.taken(prompt),
            least: this.options.patience_seconds, place: before?.position});
        this.view = new View(this.player);
        this.transport = new Transport(this.view, this.player, this.actions());
        const warn = text => { this.transport.warn(text); setTimeout(() => this.transport.warn(''), 6000); };
        this.keeper = keeper({player: this.player, riff: this.riff, log: this.log, warn,
            ask: (clips, seconds) => trigger('keep', {clips, seconds})});
        this.prompts = queue(this.riff, prompts => this.playNow(prompts));
        this.root = h('section', {class: 'live', 'aria-label': 'Live'}, this.transport.root, this.keeper,
            asker(this.riff, {words: this.options.words, play: prompt => this.playNow(only(prompt))}),
            h('div', {class: 'live-columns'}, mixer(this.riff), this.prompts),
            h('div', {class: 'live-columns'}, start(this.riff, {clips: this.options.init_clips ?? [], upload, warn, listen: this.options.listen_seconds}),
                settings(this.riff, this.options)));
        element.replaceChildren(this.root);
        this.connect(watch, before);
    }

    connect(watch, before) {
        this.riff.listen((_, {sounds}) => { if (sounds) this.asking.change(); this.remember(); });
        watch('value', () => this.received(this.props.value));
        this.control = new AbortController();
        const on = (target, name, act) => target.addEventListener(name, act, {signal: this.control.signal});
        for (const name of ['pointerdown', 'keydown', 'input']) on(window, name, () => this.touch());
        on(document, 'visibilitychange', () => { this.view.wake(); this.tick(); });
        on(window, 'pagehide', () => { this.remember(); this.pause('closed'); });
        on(window, 'online', () => this.asking.again());
        shortcuts(this.root, this.actions(), on);
        this.timer = setInterval(() => this.tick(), TICK);
        this.received(this.props.value);
        this.show();
        if (before?.playing) this.returned();
    }

    actions() {
        const {player} = this;
        return this.acts ??= {
            toggle: () => player.playing ? this.pause() : this.play(),
            stop: () => this.stop(),
            mute: () => player.setLevel({muted: !player.level.muted}),
            louder: step => player.setLevel({volume: Math.min(1, Math.max(0, player.level.volume + step)), muted: false}),
            next: () => this.riff.value.queue.length && this.riff.jump(0),
            dice: () => this.options.words && this.riff.enqueue(randomPrompt(this.options.words)),
            keep: () => this.keeper.keep(30),
            record: () => this.keeper.toggle(),
            colors: () => this.transport.nextPalette(),
            turn: () => this.view.turn3d(this.view.root.dataset.kind !== '3d').then(() => this.show()),
            zoom: factor => this.view.view?.orbit?.zoom(factor),
            reset: () => this.view.view?.orbit?.reset(),
            wide: () => document.fullscreenElement ? document.exitFullscreen() : this.transport.root.requestFullscreen(),
            goOn: () => this.goOn(),
        };
    }

    interrupted() {
        this.asking.rest('interrupted');
        this.transport.warn('The browser has taken the sound away.',
            h('button', {type: 'button', class: 'live-secondary', onclick: () => this.play()}, 'Go on'));
        this.show();
    }

    // Prompts that are empty lines in the mixer are not sent.
    wishes() {
        const {value} = this.riff;
        return {...value, prompts: value.prompts.filter(row => row.text)};
    }

    async play() {
        this.touch();
        this.transport.warn('');
        this.transport.question.hidden = true;
        await this.player.play();
        stay(this.riff.value);
        this.player.repeats = true;
        this.asking.start();
    }

    async pause(why = 'paused') {
        this.asking.rest(why);
        await this.player.pause();
    }

    async stop() {
        this.asking.rest('stopped');
        this.asking.place = null;
        this.elapsed = 0;
        await this.player.stop();
    }

    playNow(prompts) {
        this.riff.change({prompts});
        if (!this.player.playing) this.play();
    }

    // A waiting prompt that the walk has reached: from now on it is what is wished for.
    taken(prompt) {
        const queue = [...this.riff.value.queue];
        const place = queue.indexOf(prompt);
        if (place >= 0) queue.splice(place, 1);
        this.riff.change({queue, prompts: only(prompt)}, {sounds: false});
    }

    remember() { remember(this.riff.value, this.player.heard?.clip.position ?? this.asking.place, this.player.playing); }

    received(value) {
        if (value?.open) return this.riff.change(tidy(value.open, this.riff.value));
        if (value?.refused) return this.asking.refused();
        return this.asking.answer(value);
    }

    async clip(reply) {
        const [sound, bitmap] = await Promise.all([
            fetched(reply.audio.url).then(file => file.arrayBuffer()).then(bytes => this.player.decode(bytes)),
            bitmapFrom(reply.image.url)]);
        if (!bitmap) throw new Error('its picture is gone');
        return {...reply, buffer: sound, bitmap};
    }

    async probe() {
        try {
            return (await fetch(`${import.meta.url.replace(/\?.*/, '')}?${Date.now()}`, {method: 'HEAD', cache: 'no-store'})).ok;
        } catch {
            return false;
        }
    }

    report(trouble) {
        if (!trouble) return this.transport.warn('');
        const again = trouble.again === null ? '' : ` Trying again in ${trouble.again} s.`;
        return this.transport.warn(`${trouble.message}${again}`,
            h('button', {type: 'button', class: 'live-secondary', onclick: () => this.asking.again()}, 'Try now'));
    }

    // Somebody is there.
    touch() {
        this.touched = performance.now();
        if (this.asleep && this.player.playing) this.goOn();
    }

    goOn() {
        this.asleep = false;
        this.play();
    }

    sleep() {
        this.asleep = true;
        this.player.repeats = false;
        this.transport.ask('Still riffing?', 'Nobody has touched anything for a while, so no new music is being made.');
        this.asking.rest('idle');
    }

    // It played until the page was loaded again.
    async returned() {
        this.transport.ask('Go on?', 'The page was loaded again. The music goes on from where it was.');
        if (await maySound()) this.goOn();
    }

    tick() {
        if (!this.element.isConnected) return this.close();
        const idle = (performance.now() - this.touched) / 1000;
        if (this.player.playing && !this.asleep && idle > (this.options.idle_seconds ?? IDLE)) this.sleep();
        if (this.asleep && this.player.playing && !this.player.ahead) this.player.pause();
        this.player.tick();
        this.asking.tick();
        this.hear();
        this.keeper.tick();
        this.show();
        return undefined;
    }

    hear() {
        const {heard, playing, rate} = this.player;
        if (!playing || !this.log.note(heard, rate)) return;
        this.remember();
        this.elapsed += heard.frames / rate;
        const {label, to_prompt, queue_taken, settings: {riff}} = heard.clip;
        this.prompts.note(label, queue_taken || !riff ? only(to_prompt) : riff.prompts);
    }

    show() {
        const {player, asking} = this;
        if (!this.transport) return;
        const heard = player.heard;
        const past = heard ? this.elapsed - (heard.first + heard.frames) / player.rate + player.now : this.elapsed;
        this.facts = player.last ?? this.facts;
        this.transport.show({elapsed: Math.max(0, past), facts: this.facts, waiting: asking.waiting});
    }

    // For tests and curious people.
    snapshot() {
        const {player, asking, view} = this;
        return {
            state: player.state, context: player.context?.state ?? null, now: player.now, rate: player.rate, ahead: player.ahead,
            underruns: player.underruns, epoch: asking.epoch, number: asking.number, waiting: asking.waiting, asleep: this.asleep,
            level: {...player.level}, riff: this.riff.value, view: view.facts, heard: player.heard?.clip.req ?? null,
            entries: player.entries.map(({clip, first, frames, fade, repeat}) => ({req: clip.req, epoch: clip.epoch, label: clip.label,
                url: clip.audio.url, overlap: clip.overlap, first, frames, fade, repeat})),
        };
    }

    close() {
        clearInterval(this.timer);
        this.asking.rest('closed');
        this.control.abort();
        this.keeper.close();
        this.view.dispose();
        this.player.close();
    }
}

const sheet = () => {
    const href = new URL('live.css' + version, import.meta.url).href;
    if (document.querySelector(`link[href="${href}"]`)) return;
    document.head.append(h('link', {rel: 'stylesheet', href}));
};

export const mount = parts => {
    sheet();
    window.__live = {last: new Live(parts)};
};
