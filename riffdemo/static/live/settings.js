// Everything that is set once in a while.

const version = new URL(import.meta.url).search;
const {h} = await import('../page.js' + version);
const {slider} = await import('./mixer.js' + version);
const {MAX_SEED, randomSeed} = await import('./riff.js' + version);

const field = (name, title, ...controls) => h('label', {class: 'live-field', title}, h('span', {}, name), ...controls);

export const settings = (riff, {guidance_scale = 3.5, steps: most = 100}) => {
    const {value} = riff;
    const speed = slider('Walking speed', {min: 0.05, step: 0.05, value: value.speed, input: v => riff.change({speed: v}),
        title: 'How much of the way to the next prompt or seed one clip covers; 100 % is there at once'});
    const guidance = slider('Guidance', {max: 15, step: 0.1, value: value.guidance_scale ?? guidance_scale, text: v => v.toFixed(1),
        input: v => riff.change({guidance_scale: v}), title: 'How literally the prompts are taken'});
    const negative = h('input', {type: 'text', value: value.negative_prompt, maxlength: 300, dir: 'auto', placeholder: 'drums, distorted guitar',
        onchange: () => riff.change({negative_prompt: negative.value.trim()})});
    const seed = h('input', {type: 'number', min: 0, max: MAX_SEED, step: 1, value: value.seed, onchange: () => {
        if (seed.checkValidity() && seed.value !== '') riff.change({seed: Math.round(+seed.value)});
        else seed.value = riff.value.seed;
    }});
    const steps = h('input', {type: 'number', min: 1, max: 100, step: 1, placeholder: 'auto', value: value.quality === 'auto' ? '' : value.quality,
        onchange: () => {
            if (steps.checkValidity()) riff.change({quality: steps.value === '' ? 'auto' : Math.round(+steps.value)});
            else steps.value = riff.value.quality === 'auto' ? '' : riff.value.quality;
        }});
    const show = fresh => {
        speed.set(fresh.speed);
        guidance.set(fresh.guidance_scale ?? guidance_scale);
        const quality = fresh.quality === 'auto' ? '' : fresh.quality;
        for (const [box, now] of [[negative, fresh.negative_prompt], [seed, fresh.seed], [steps, quality]]) {
            if (document.activeElement !== box) box.value = now;
        }
    };
    riff.listen(show);
    return h('section', {class: 'live-panel', 'aria-label': 'Settings'}, h('header', {}, h('h3', {}, 'Settings')),
        speed, guidance,
        h('div', {class: 'live-fields'},
            field('Not this', 'Negative prompt: what to stay away from', negative),
            field('Seed', 'The noise to start from', seed,
                h('button', {type: 'button', class: 'quiet', onclick: () => riff.change({seed: randomSeed()})}, 'New')),
            field('Steps', `Empty: as many as this machine has time for, up to ${most}`, steps)));
};
