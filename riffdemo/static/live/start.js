// What every clip starts from: nothing, a bundled loop, an own file, or the microphone.

const version = new URL(import.meta.url).search;
const {h, paint} = await import('../page.js' + version);
const {icon} = await import('./icons.js' + version);
const {slider} = await import('./mixer.js' + version);
const {wavFrom} = await import('./wav.js' + version);

const LISTEN = 6;  // s of the microphone

const capture = async seconds => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: {echoCancellation: false, noiseSuppression: false}});
    const recorder = new MediaRecorder(stream);
    const parts = [];
    recorder.ondataavailable = event => parts.push(event.data);
    recorder.start();
    await new Promise(done => setTimeout(done, 1000 * seconds));
    await new Promise(done => { recorder.onstop = done; recorder.stop(); });
    for (const track of stream.getTracks()) track.stop();
    const context = new OfflineAudioContext(1, 1, 44_100);
    return context.decodeAudioData(await new Blob(parts).arrayBuffer());
};

export const start = (riff, {clips = [], upload, warn, listen = LISTEN}) => {
    const choices = h('div', {class: 'live-starts', role: 'radiogroup', 'aria-label': 'Start from'});
    const strength = slider('How far from it', {value: riff.value.strength, input: value => riff.change({strength: value}),
        title: 'Low stays close to the start, high follows the prompts'});
    let own = null;

    const choice = (title, facts, init, picture) => {
        const canvas = picture ? h('canvas') : h('div', {class: 'live-blank'}, icon(init?.path ? 'mic' : 'dice'));
        if (picture) paint(canvas, picture);
        return h('button', {type: 'button', class: 'live-choice', role: 'radio', 'data-init': JSON.stringify(init && [init.name, init.path]),
            onclick: () => riff.change({init})}, canvas, h('b', {dir: 'auto'}, title), h('span', {}, facts));
    };
    const take = async (file, title) => {
        try {
            const {path} = await upload(file);
            own = {path, title};
            fill();
            riff.change({init: own});
        } catch (error) {
            warn(`${title} could not be sent: ${error.message}`);
        }
    };
    const file = h('input', {type: 'file', accept: 'audio/*', hidden: true, 'aria-label': 'Own audio file',
        onchange: () => { if (file.files[0]) take(file.files[0], file.files[0].name); file.value = ''; }});
    const microphone = h('button', {type: 'button', class: 'quiet', onclick: async () => {
        if (!navigator.mediaDevices) return warn('This page may not use the microphone: open it over https or as localhost.');
        [microphone.disabled, microphone.textContent] = [true, `Listening for ${listen} s \u2026`];
        try {
            await take(new File([wavFrom(await capture(listen))], 'microphone.wav', {type: 'audio/wav'}), 'Microphone');
        } catch (error) {
            warn(`The microphone cannot be used: ${error.message}`);
        }
        [microphone.disabled, microphone.textContent] = [false, 'Microphone'];
        return undefined;
    }}, 'Microphone');

    const fill = () => choices.replaceChildren(choice('Noise', 'anything goes', null),
        ...clips.map(({name, bpm, bars, picture}) => choice(name.replaceAll(/[-_]/g, ' '), [bpm && `${bpm} bpm`, bars && `${bars} bars`]
            .filter(Boolean).join(', '), {name}, picture)),
        ...own ? [choice(own.title || 'Own sound', 'yours', own)] : []);
    const show = ({init, strength: far}) => {
        if (init?.path && init.path !== own?.path) { own = init; fill(); }
        const chosen = JSON.stringify(init && [init.name, init.path]);
        for (const node of choices.children) node.setAttribute('aria-checked', node.dataset.init === chosen);
        strength.hidden = !init;
        strength.set(far);
    };
    riff.listen(show);
    fill();
    show(riff.value);
    return h('section', {class: 'live-panel', 'aria-label': 'Start'},
        h('header', {}, h('h3', {}, 'Start from'), h('span', {},
            h('button', {type: 'button', class: 'quiet', onclick: () => file.click()}, 'Own audio'), microphone, file)),
        choices, strength);
};
