// The picture of the schedule: in three dimensions where the browser can, flat otherwise, redrawn only while seen.

const version = new URL(import.meta.url).search;
const {h} = await import('../page.js' + version);
const {endOf} = await import('./schedule.js' + version);
const {Flat} = await import('./flat.js' + version);

const PAGE = 9;  // s after which a still picture is turned
const LABELS = 12;

// A canvas remembers its first kind of context: every view gets a new one.
const freshCanvas = () => h('canvas', {class: 'live-canvas', role: 'img', tabindex: 0});

const canDraw3d = () => {
    const probe = document.createElement('canvas').getContext('webgl2');
    probe?.getExtension('WEBGL_lose_context')?.loseContext();
    return probe !== null;
};

// Entries of the schedule as stretches of the picture: overlaps are cut in their middle.
export const stretches = (entries, rate) => entries.map((entry, i) => {
    const next = entries[i + 1];
    return {
        key: entry, bitmap: entry.clip.bitmap, start: entry.first / rate, seconds: entry.frames / rate,
        from: (entry.first + entry.fade / 2) / rate,
        until: (endOf(entry) - (next ? next.fade / 2 : 0)) / rate,
    };
});

export class View {
    constructor(player, {wants3d = true} = {}) {
        Object.assign(this, {player, palette: 'magma', wants3d, seen: false, view: null, labels: new Map(), lost: false});
        this.still = matchMedia('(prefers-reduced-motion: reduce)');
        this.captions = h('div', {class: 'live-labels', 'aria-hidden': true});
        this.root = h('div', {class: 'live-view'}, this.captions);
        this.watchers = [
            new ResizeObserver(() => this.resize()),
            new IntersectionObserver(([seen]) => { this.seen = seen.isIntersecting; this.wake(); }),
        ];
        for (const watcher of this.watchers) watcher.observe(this.root);
        this.ready = this.choose();
    }

    async choose() {
        const in3d = this.wants3d && !this.lost && canDraw3d();
        const canvas = freshCanvas();
        let view = null;
        if (in3d) {
            const {Room} = await import('./room.js' + version);
            view = new Room(canvas, {lost: () => { this.lost = true; this.choose(); }});
        } else view = new Flat(canvas);
        this.view?.dispose();
        this.canvas?.remove();
        Object.assign(this, {view, canvas});
        this.root.prepend(canvas);
        this.root.dataset.kind = view.facts.kind;
        view.setPalette(this.palette);
        this.resize();
        this.describe(this.description ?? 'Timeline of the music');
    }

    async turn3d(wanted) {
        this.wants3d = wanted;
        this.lost = false;
        await this.choose();
    }

    setPalette(name) {
        this.palette = name;
        this.view?.setPalette(name);
        this.draw();
    }

    describe(text) {
        this.description = text;
        this.canvas?.setAttribute('aria-label', text);
    }

    resize() {
        const {clientWidth, clientHeight} = this.root;
        if (!this.view || !clientWidth || !clientHeight) return;
        this.view.resize(clientWidth, clientHeight);
        this.draw();
    }

    // Draws on and on while it is seen.
    wake() {
        if (this.awake || !this.seen || document.hidden) return;
        this.awake = true;
        let last = 0;
        const frame = time => {
            this.awake = this.seen && !document.hidden && this.root.isConnected;
            if (!this.awake) return;
            if (time - last >= (this.view?.interval ?? 0)) {
                last = time;
                this.draw();
            }
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    }

    draw() {
        if (!this.view || !this.root.clientWidth) return;
        const {player} = this;
        const {now} = player;
        const origin = this.still.matches ? PAGE * Math.floor(now / PAGE) + PAGE / 3 : now;
        const clips = stretches(player.entries, player.rate);
        this.view.draw({clips, now, origin, pulse: player.playing ? player.loudness : 0, still: this.still.matches});
        this.caption(clips, now);
    }

    // Names ride along where they change.
    caption(clips, now) {
        const changes = clips.filter((clip, i) => i === 0 || clip.key.clip.label !== clips[i - 1].key.clip.label)
            .slice(-LABELS);
        for (const [key, label] of this.labels) {
            if (changes.some(change => change.key === key)) continue;
            label.remove();
            this.labels.delete(key);
        }
        for (const {key, from} of changes) {
            if (!this.labels.has(key)) {
                this.labels.set(key, h('span', {dir: 'auto'}, key.clip.label));
                this.captions.append(this.labels.get(key));
            }
            const label = this.labels.get(key);
            const {x, y, fade} = this.view.place(from - now);
            label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
            label.style.opacity = (from <= now ? 0.75 : 1) * Math.min(1, 1.6 * fade);
        }
    }

    get facts() { return {...this.view?.facts, labels: [...this.labels.values()].map(label => label.textContent)}; }

    dispose() {
        for (const watcher of this.watchers) watcher.disconnect();
        this.seen = false;
        this.view?.dispose();
    }
}
