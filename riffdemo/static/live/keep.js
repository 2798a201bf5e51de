// What stays: the last seconds as one file, a recording of everything that is heard, a link.

const version = new URL(import.meta.url).search;
const {h, clock} = await import('../page.js' + version);
const {query} = await import('./riff.js' + version);

const LENGTHS = [5, 30, 120];  // s
const LONGEST = 3_600;  // s of a recording, then it is saved
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

// What was heard lately: takes with the length of each, no sound.
export class Log {
    constructor() { Object.assign(this, {entry: null, clips: []}); }

    note(entry, rate) {
        if (!entry || entry === this.entry) return false;
        this.entry = entry;
        this.clips.push({take: entry.clip.take, seconds: (entry.frames - entry.fade) / rate});
        while (this.clips.slice(1).reduce((sum, clip) => sum + clip.seconds, 0) > LENGTHS.at(-1)) this.clips.shift();
        return true;
    }

    // The clips that the last `seconds` lie in, oldest first.
    last(seconds) {
        let place = this.clips.length;
        for (let sum = 0; place > 0 && sum < seconds; place--) sum += this.clips[place - 1].seconds;
        return this.clips.slice(place);
    }
}

class Recording {
    constructor(player, finished) {
        const type = KINDS.find(kind => MediaRecorder.isTypeSupported(kind));
        this.ear = new MediaStreamAudioDestinationNode(player.context);
        player.output.connect(this.ear);
        this.recorder = new MediaRecorder(this.ear.stream, {mimeType: type, audioBitsPerSecond: 192_000});
        this.parts = [];
        this.since = player.context.currentTime;
        this.seconds = () => player.context.currentTime - this.since;
        this.recorder.ondataavailable = event => this.parts.push(event.data);
        this.recorder.onstop = () => {
            player.output.disconnect(this.ear);
            finished(new Blob(this.parts, {type}), type.match(/audio\/(\w+)/)[1].replace('mp4', 'm4a'));
        };
        this.recorder.start(1000);
    }

    stop() { this.recorder.stop(); }
}

export const keeper = ({player, riff, log, ask, warn}) => {
    let recording = null;
    const stamp = () => new Date().toISOString().slice(0, 16).replace('T', '_').replace(':', '');
    const save = (blob, suffix) => {
        const url = URL.createObjectURL(blob);
        h('a', {href: url, download: `riff-session_${stamp()}.${suffix}`}).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
    };
    const keep = seconds => {
        const clips = log.last(seconds);
        if (clips.length) ask(clips.map(clip => clip.take), seconds);
        else warn('Nothing has been heard yet: press play first.');
    };
    const toggle = () => {
        if (recording) { recording.stop(); recording = null; } else if (player.context) recording = new Recording(player, save);
        else warn('Nothing sounds yet: press play first.');
        tick();
    };
    const record = h('button', {type: 'button', class: 'quiet live-record', 'aria-pressed': 'false', onclick: toggle},
        h('i', {'aria-hidden': true}), h('span', {}, 'Record'));
    const share = h('button', {type: 'button', class: 'quiet', title: 'An address that starts this riff', onclick: async () => {
        const address = new URL(query(riff.value), location.href).href;
        try {
            await navigator.clipboard.writeText(address);
            share.textContent = 'Copied';
        } catch {
            warn(`Copy this address: ${address}`);
        }
        setTimeout(() => { share.textContent = 'Copy link'; }, 1500);
    }}, 'Copy link');
    const tick = () => {
        if (recording?.seconds() > LONGEST) { recording.stop(); recording = null; }
        record.setAttribute('aria-pressed', recording !== null);
        record.lastChild.textContent = recording ? `Recording ${clock(recording.seconds()).split('.')[0]}, save` : 'Record';
    };
    const root = h('div', {class: 'live-keep'}, h('span', {class: 'live-label'}, 'Keep'),
        ...LENGTHS.map(seconds => h('button', {type: 'button', class: 'quiet', 'aria-label': `Keep the last ${seconds} seconds`,
            onclick: () => keep(seconds)}, seconds < 120 ? `${seconds} s` : `${seconds / 60} min`)),
        h('span', {class: 'gap'}), record, share);
    return Object.assign(root, {keep, tick, toggle, close: () => { if (recording) recording.stop(); }});
};
