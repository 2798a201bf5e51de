// What the visitor wishes: one value, all of it JSON. The server reads it with every request, a link carries it.

const clamp = (value, low, high, fallback) =>
    Number.isFinite(+value) && value !== null && value !== '' ? Math.min(Math.max(+value, low), high) : fallback;
const text = value => String(value ?? '').trim().slice(0, 300);

export const MAX_PROMPTS = 4;
export const MAX_QUEUE = 20;
export const MAX_SEED = 2 ** 32 - 1;
export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

// A mixer with this prompt alone.
export const only = prompt => [{text: prompt, weight: 1}];

const DEFAULTS = {prompts: only('funk bassline with a jazzy saxophone'), negative_prompt: '', seed: 42,
    speed: 0.25, strength: 0.6, init: null, guidance_scale: null, quality: 'auto', queue: []};

// A riff that the server can read, whatever `raw` holds; what is missing comes from `defaults`.
export const tidy = (raw, defaults = {}) => {
    const base = {...DEFAULTS, ...defaults};
    const riff = {...base, ...(typeof raw === 'object' && raw ? raw : {})};
    const prompts = (Array.isArray(riff.prompts) ? riff.prompts : []).slice(0, MAX_PROMPTS)
        .map(row => ({text: text(row?.text), weight: clamp(row?.weight ?? 1, 0, 1, 1)})).filter(row => row.text);
    const named = typeof riff.init?.name === 'string' ? {name: riff.init.name} : null;
    const own = typeof riff.init?.path === 'string' ? {path: riff.init.path, title: text(riff.init.title)} : null;
    return {
        prompts: prompts.length ? prompts : base.prompts,
        negative_prompt: text(riff.negative_prompt),
        seed: Math.round(clamp(riff.seed, 0, MAX_SEED, base.seed)),
        speed: clamp(riff.speed, 0.05, 1, base.speed),
        strength: clamp(riff.strength, 0, 1, base.strength),
        init: named || own,
        guidance_scale: clamp(riff.guidance_scale, 0, 30, null),
        quality: riff.quality === 'auto' ? 'auto' : Math.round(clamp(riff.quality, 1, 100, 0)) || 'auto',
        queue: (Array.isArray(riff.queue) ? riff.queue : []).map(text).filter(Boolean).slice(0, MAX_QUEUE),
    };
};

// The query of an address that starts the same riff. Own sounds stay with their visitor.
export const query = riff => '?' + new URLSearchParams({
    riff: JSON.stringify({...riff, init: riff.init?.name ? riff.init : null})});

export const fromQuery = search => {
    try {
        const riff = JSON.parse(new URLSearchParams(search).get('riff'));
        return riff && {...riff, init: riff.init?.name ? riff.init : null};
    } catch {
        return null;
    }
};

// The value with its listeners: `listen(riff, {sounds})` hears every change and whether it changes the sound.
export class Riff {
    constructor(value) { Object.assign(this, {value, listeners: []}); }

    listen(listener) { this.listeners.push(listener); }

    change(patch, {sounds = true} = {}) {
        this.value = {...this.value, ...patch};
        for (const listener of this.listeners) listener(this.value, {sounds});
    }

    enqueue(prompt) {
        if (this.value.queue.length < MAX_QUEUE) this.change({queue: [...this.value.queue, prompt]}, {sounds: false});
    }

    // Take the waiting prompt at `place` out; the one before it moves up.
    jump(place) {
        const queue = [...this.value.queue];
        const [prompt] = queue.splice(place, 1);
        this.change({queue, prompts: only(prompt)});
    }

    remove(place) { this.change({queue: this.value.queue.filter((_, i) => i !== place)}, {sounds: false}); }

    move(from, to) {
        const queue = [...this.value.queue];
        queue.splice(to, 0, ...queue.splice(from, 1));
        this.change({queue}, {sounds: false});
    }
}
