// Asking for clips: one request at a time, the newest wishes, patience, and new tries where one fails or is lost.

const AHEAD = 8;  // s of music that is enough
const FIRST_PATIENCE = 120;  // s until a request counts as lost; the model may still be loading
const LEAST_PATIENCE = 20;  // s
const PATIENCE = 6;  // times the slowest clip so far
const PROBE_AFTER = 6;  // s of waiting until we look whether the server is still there
const BACK_OFF = [1, 2, 4, 8, 15, 30];  // s
const SETTLE = 0.3;  // s that the wishes rest, as a slider does, before what is planned follows them
const BUSY = 4;  // s at most, where the server itself says that it is not ready

export class Asking {
    // `load(reply)` makes a clip of a reply; `probe()` says whether the server answers; `report(trouble)` shows it;
    // `place` is the position from which the first clip goes on.
    constructor({player, trigger, wishes, load, probe, report, taken, least = LEAST_PATIENCE, place = null,
        now = () => performance.now() / 1000}) {
        Object.assign(this, {player, trigger, wishes, load, probe, report, taken, least, place, now});
        Object.assign(this, {epoch: 0, number: 0, failures: 0, retryAt: 0, work: [], asked: new Map(), open: null, stale: false});
        this.active = false;
    }

    // Seconds a clip takes, from its request to its arrival: the slowest of the last three.
    get slowest() { return this.work.length ? Math.max(...this.work) : null; }
    get patience() {
        return this.slowest === null ? FIRST_PATIENCE : Math.max(this.least, PATIENCE * this.slowest);
    }
    get waiting() { return this.open !== null; }

    // Called a few times a second.
    tick() {
        const time = this.now();
        if (this.open) this.look(time);
        if (this.stale && this.active && time >= this.retryAt) {
            this.stale = false;
            this.player.flush(this.slowest ?? 0);
        }
        const enough = this.player.ahead >= AHEAD;
        if (this.active && !this.open && !enough && time >= this.retryAt) this.ask(time);
    }

    ask(time) {
        const base = this.player.last;
        const request = {req: `${this.epoch}.${++this.number}`, epoch: this.epoch, base, since: time, probed: time};
        this.open = request;
        this.asked.set(request.req, request);
        if (this.asked.size > 20) this.asked.delete(this.asked.keys().next().value);
        this.trigger('next_clip', {req: request.req, epoch: request.epoch, riff: this.wishes(),
            position: base?.position ?? this.place, ahead: this.player.ahead});
    }

    // While a request is open: is it lost, is the server there?
    async look(time) {
        const request = this.open;
        if (time - request.since > this.patience) return this.failed('No answer came.');
        if (time - Math.max(request.since, request.probed) < PROBE_AFTER) return undefined;
        request.probed = Infinity;
        const there = await this.probe();
        request.probed = this.now();
        if (this.open === request && !there) this.failed('The server does not answer.');
        return undefined;
    }

    failed(message, {retry = true, most = Infinity} = {}) {
        this.open = null;
        const wait = Math.min(BACK_OFF[Math.min(this.failures++, BACK_OFF.length - 1)], most);
        this.retryAt = retry ? this.now() + wait : Infinity;
        this.report({message, again: retry ? wait : null});
    }

    // The request was not taken: too many wait already, or nobody is there.
    async refused() {
        const request = this.open;
        const there = await this.probe();
        if (request && this.open === request) this.failed(there ? 'The server is busy.' : 'The server does not answer.');
    }

    // Try at once, whatever went wrong before.
    again() {
        this.retryAt = 0;
        this.tick();
    }

    // What the server sent. Answers to older wishes, and to a request whose place is taken, are dropped.
    async answer(reply) {
        const request = this.asked.get(reply?.req);
        if (!request) return;
        this.asked.delete(reply.req);
        const expected = this.open === request;
        const fits = () => this.active && request.epoch === this.epoch && request.base === this.player.last;
        if (!fits()) {
            if (expected) this.open = null;
            return;
        }
        if (reply.error) {
            if (expected) this.failed(reply.error, {retry: reply.retry !== false, most: BUSY});
            return;
        }
        let clip;
        try {
            clip = await this.load(reply);
        } catch (error) {
            if (this.open === request) this.failed(`The clip did not arrive: ${error.message}.`);
            return;
        }
        if (this.open === request) this.open = null;
        if (!fits()) return;
        this.work = [...this.work.slice(-2), this.now() - request.since];
        this.failures = 0;
        this.report(null);
        if (reply.queue_taken) this.taken(reply.to_prompt);
        this.player.add(clip);
        this.tick();
    }

    // The wishes changed: nobody wants the answer that is due any more, and what has not begun follows in a moment.
    change() {
        this.epoch += 1;
        this.failures = 0;
        this.retryAt = this.now() + SETTLE;
        this.stale = true;
        if (this.open) this.trigger('stopped', {why: 'changed'});
        this.open = null;
    }

    start() {
        this.active = true;
        this.failures = 0;
        this.retryAt = 0;
        this.tick();
    }

    // Ask for nothing more; `forget` starts afresh next time.
    rest(why) {
        if (!this.active) return;
        this.active = false;
        this.open = null;
        this.trigger('stopped', {why});
    }
}
