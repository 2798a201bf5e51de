// Sound: clips on the audio clock, each begun on its sample, with equal-power fades where they overlap.

const version = new URL(import.meta.url).search;
const {endOf, following, kept, samplesAhead, soundingAt} = await import('./schedule.js' + version);

const RATE = 44_100;
const LEAD = 0.1;  // s between a decision and the first sample
const REPEAT_BEFORE = 2.5;  // s before the end; timers of hidden pages tick once a second
const SOFT = 0.02;  // s of fade where the sound itself does not go on
const PAST = 12;  // s that stay in the picture
const RAMP = 0.03;  // s

const quarter = Float32Array.from({length: 65}, (_, i) => Math.sin(Math.PI / 2 * i / 64));
const FADE = {in: quarter, out: quarter.toReversed()};

// Connect an entry to `destination`; works in an OfflineAudioContext alike.
export const sound = (context, destination, {clip, first, fade}) => {
    const node = new AudioBufferSourceNode(context, {buffer: clip.buffer});
    const gain = new GainNode(context);
    node.connect(gain).connect(destination);
    if (fade) gain.gain.setValueCurveAtTime(FADE.in, first / context.sampleRate, fade / context.sampleRate);
    node.start(first / context.sampleRate);
    return {node, gain};
};

// Let a sound fade out while `next` fades in.
export const fadeOut = ({gain}, next, rate) => {
    if (next.fade) gain.gain.setValueCurveAtTime(FADE.out, next.first / rate, next.fade / rate);
};

// Whether the page may sound before it was clicked: after a reload some browsers remember that the one before was.
export const maySound = async () => {
    const context = new AudioContext();
    await Promise.race([context.resume(), new Promise(done => setTimeout(done, 500))]);
    const may = context.state === 'running';
    context.close();
    return may;
};

export class Player {
    constructor({changed = () => {}, interrupted = () => {}, returned = () => {}} = {}) {
        Object.assign(this, {changed, interrupted, returned, context: null, entries: [], sounds: new Map(), state: 'stopped', repeats: true});
        this.level = {volume: 0.9, muted: false};
        this.underruns = 0;
    }

    get rate() { return this.context?.sampleRate ?? RATE; }
    get sample() { return Math.round((this.context?.currentTime ?? 0) * this.rate); }
    get soonest() { return this.sample + Math.round(LEAD * this.rate); }  // what begins before is settled
    get playing() { return this.state === 'playing'; }
    get ahead() { return samplesAhead(this.entries, this.sample) / this.rate; }

    // The clip's time that reaches the ear now (s of the audio clock).
    get now() { return this.context ? Math.max(0, this.context.currentTime - (this.context.outputLatency || 0)) : 0; }
    get heard() { return soundingAt(this.entries, this.now * this.rate); }

    // How loud it is now, about 0 to 1.
    get loudness() {
        if (!this.meter) return 0;
        this.meter.getFloatTimeDomainData(this.wave ??= new Float32Array(this.meter.fftSize));
        return Math.min(1, 3 * Math.sqrt(this.wave.reduce((sum, value) => sum + value * value, 0) / this.wave.length));
    }

    // The clip that a new one would follow.
    get last() { return this.entries.at(-1)?.clip ?? null; }

    // Without a context, or with one that a view took along when it went.
    get closed() { return (this.context?.state ?? 'closed') === 'closed'; }

    // To be called in a click, as browsers demand.
    async play() {
        if (!this.context) this.open();
        this.state = 'playing';
        await this.context.resume();
        this.ramp();
        this.changed();
    }

    open() {
        this.context = new AudioContext({sampleRate: RATE, latencyHint: 'playback'});
        this.output = new GainNode(this.context, {gain: 0});
        this.meter = new AnalyserNode(this.context, {fftSize: 1024, smoothingTimeConstant: 0.6});
        this.output.connect(this.meter);
        this.output.connect(this.context.destination);
        this.context.onstatechange = () => {
            const running = this.context.state === 'running';
            if (this.playing && !running) {  // the browser took the sound away: a call, another device, its own rules
                this.state = 'interrupted';
                this.interrupted();
            } else if (this.state === 'interrupted' && running) this.returned();
        };
    }

    async pause() {
        if (!this.playing) return;
        this.state = 'paused';
        this.changed();
        await this.quieten();
        if (this.state === 'paused') await this.suspend();
    }

    async stop() {
        if (this.state === 'stopped') return;
        this.state = 'stopped';
        this.changed();
        if (this.context.state === 'running') await this.quieten();
        if (this.state !== 'stopped') return;
        this.drop(this.entries);
        await this.suspend();
    }

    async suspend() {
        if (!this.closed) await this.context.suspend();
    }

    setLevel(level) {
        Object.assign(this.level, level);
        if (this.playing) this.ramp();
        this.changed();
    }

    ramp(goal = this.level.muted ? 0 : this.level.volume ** 2) {
        const {gain} = this.output;
        gain.cancelScheduledValues(0);
        gain.setValueAtTime(gain.value, this.context.currentTime);
        gain.linearRampToValueAtTime(goal, this.context.currentTime + RAMP);
    }

    quieten() {
        this.ramp(0);
        return new Promise(done => setTimeout(done, 1000 * RAMP + 20));
    }

    decode(bytes) { return this.context.decodeAudioData(bytes); }

    // A clip of {buffer, overlap (s), ...}; it takes the place of repeats that can still be taken back.
    add(clip) {
        clip.frames = clip.buffer.length;
        this.drop(this.entries.filter(entry => entry.repeat && entry.first >= this.soonest));
        this.append(clip, {fade: Math.round(clip.overlap * this.rate)});
        this.tick();
    }

    append(clip, {fade, repeat = false}) {
        const before = this.entries.at(-1);
        const entry = following(this.entries, clip, {earliest: this.soonest, fade, repeat});
        if (before && entry.first > endOf(before)) this.underruns += 1;
        this.entries.push(entry);
        this.sounds.set(entry, sound(this.context, this.output, entry));
        if (before) fadeOut(this.sounds.get(before), entry, this.rate);
        this.changed();
    }

    // Take back what can be, as far as a new clip is there `needed` seconds from now.
    flush(needed) {
        const stays = kept(this.entries, this.soonest, needed * this.rate);
        this.drop(this.entries.filter(entry => !stays.includes(entry)));
        this.tick();
    }

    drop(entries) {
        for (const entry of entries) {
            const before = this.entries[this.entries.indexOf(entry) - 1];
            this.sounds.get(entry).node.stop();
            this.sounds.get(entry).node.disconnect();
            this.sounds.delete(entry);
            if (before && entry.fade) this.sounds.get(before)?.gain.gain.cancelScheduledValues(entry.first / this.rate);
        }
        this.entries = this.entries.filter(entry => !entries.includes(entry));
        this.changed();
    }

    // To be called a few times a second: repeats the last clip where the next one is late, forgets what is long over.
    tick() {
        if (!this.playing || !this.entries.length) return;
        const over = this.entries.filter(entry => endOf(entry) < this.sample - PAST * this.rate);
        if (over.length) this.drop(over);
        const last = this.entries.at(-1);
        while (last && this.repeats && this.ahead < REPEAT_BEFORE) {
            this.append(last.clip, {fade: Math.round(SOFT * this.rate), repeat: true});
        }
    }

    close() {
        this.state = 'stopped';
        if (!this.closed) this.context.close();
        this.entries = [];
    }
}
