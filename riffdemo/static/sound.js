// One sound at a time, sample-exact and without a gap where it loops.

let context = null;  // made in the first click, as browsers demand
let current = null;

export class Sound {
    constructor(url, seconds, loop) {
        Object.assign(this, {url, seconds, loop, position: 0, node: null, buffer: null});
    }

    get playing() { return this.node !== null; }

    // Where the playhead stands (s), minus what is still on its way to the ear.
    get now() {
        if (!this.playing) return this.position;
        const played = context.currentTime - (context.outputLatency || 0) - this.started;
        const place = this.position + Math.max(played, 0);
        return this.loop ? place % this.seconds : Math.min(place, this.seconds);
    }

    async play() {
        context ??= new AudioContext();
        current?.pause();
        current = this;
        await context.resume();
        this.buffer ??= await context.decodeAudioData(await (await fetch(this.url)).arrayBuffer());
        if (current !== this || this.playing) return;
        if (this.position >= this.seconds - 0.01) this.position = 0;
        this.node = new AudioBufferSourceNode(context, {buffer: this.buffer, loop: this.loop});
        this.node.connect(context.destination);
        this.node.onended = () => this.ended();
        this.started = context.currentTime;
        this.node.start(0, this.position);
    }

    pause() {
        if (current === this) current = null;
        if (!this.playing) return;
        this.position = this.now;
        this.node.onended = null;
        this.node.stop();
        this.node = null;
    }

    ended() {
        this.node = null;
        this.position = 0;
        if (current === this) current = null;
    }

    async seek(seconds) {
        const playing = this.playing;
        this.pause();
        this.position = Math.min(Math.max(seconds, 0), this.seconds);
        if (playing) await this.play();
    }

    async setLoop(loop) {
        const place = this.now;
        this.loop = loop;
        await this.seek(place);
    }
}
