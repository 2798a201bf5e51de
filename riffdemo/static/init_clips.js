// Loops to start from: listen to each, pick one.

const version = new URL(import.meta.url).search;
const {h, paint} = await import('./page.js' + version);
const {icon, PLAY, PAUSE} = await import('./player.js' + version);
const {Sound} = await import('./sound.js' + version);

const listenButton = (name, sound) => {
    const symbol = icon();
    const button = h('button', {type: 'button', class: 'listen', onclick: async () => {
        if (sound.playing) sound.pause(); else await sound.play();
        follow();
    }}, symbol);
    const follow = () => {
        symbol.firstChild.setAttribute('d', sound.playing ? PAUSE : PLAY);
        button.setAttribute('aria-label', `${sound.playing ? 'Pause' : 'Play'} ${name}`);
        if (sound.playing && button.isConnected) requestAnimationFrame(follow);
        else if (sound.playing) sound.pause();
    };
    follow();
    return button;
};

export const mount = ({element, props, trigger, watch, root, clips, none, folder}) => {
    const room = element.querySelector('.loops');
    const file = path => `${root}/gradio_api/file=${folder}/${path}`;
    const buttons = new Map();

    const show = () => {
        for (const [name, button] of buttons) button.setAttribute('aria-checked', name === props.value);
    };
    const choice = (name, ...content) => {
        const button = h('button', {type: 'button', class: 'choice', role: 'radio', onclick: () => {
            props.value = name;
            show();
            trigger('pick', {name});
        }}, ...content);
        buttons.set(name, button);
        return button;
    };
    const card = clip => {
        const canvas = h('canvas', {class: 'picture', 'aria-hidden': true});
        paint(canvas, file(clip.picture));
        const words = [h('b', {}, clip.name), h('span', {}, clip.about)];
        return h('div', {class: 'loop'}, choice(clip.name, canvas, ...words),
            listenButton(clip.name, new Sound(file(clip.sound), clip.seconds, true)));
    };
    const nothing = none ? [h('div', {class: 'loop'}, choice('', h('b', {}, none)))] : [];
    room.replaceChildren(...nothing, ...clips.map(card));
    watch('value', show);
    show();
};
