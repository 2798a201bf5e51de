// A sound file of 16-bit samples from a decoded buffer.

export const wavFrom = buffer => {
    const {numberOfChannels: channels, sampleRate: rate, length} = buffer;
    const bytes = 2 * channels * length;
    const view = new DataView(new ArrayBuffer(44 + bytes));
    const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, 'RIFF');
    view.setUint32(4, 36 + bytes, true);
    text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, channels, true);
    view.setUint32(24, rate, true);
    view.setUint32(28, 2 * channels * rate, true);
    view.setUint16(32, 2 * channels, true);
    view.setUint16(34, 16, true);
    text(36, 'data');
    view.setUint32(40, bytes, true);
    for (let c = 0; c < channels; c++) {
        const samples = buffer.getChannelData(c);
        for (let i = 0; i < length; i++) {
            view.setInt16(44 + 2 * (i * channels + c), Math.round(32767 * Math.min(Math.max(samples[i], -1), 1)), true);
        }
    }
    return view.buffer;
};
