// Small helpers of the page: elements, times, and the spectrograms' colours.

export const h = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
        else if (value !== false && value != null) node.setAttribute(name, value === true ? '' : value);
    }
    node.append(...children.filter(child => child != null));
    return node;
};

export const clock = seconds => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;

// magma by Nathaniel Smith and Stefan van der Walt (CC0), every eighth colour
export const MAGMA =
    '000004 030312 0a0822 130d34 1d1147 29115a 36106b 440f76 51127c 5d177f 6a1c81 ' +
    '762181 832681 902a81 9c2e7f aa337d b73779 c23b75 cf4070 db476a e55064 ee5b5e ' +
    'f4695c f9785d fb8761 fd9668 fea571 feb47b fec287 fed194 fde0a1 fceeb0 fcfdbf';

// Red, green and blue of each of 256 levels, silence first, on the way through these colours.
export const levels = colors => {
    const stops = colors.split(' ');
    const channel = (stop, k) => parseInt(stops[stop].slice(2 * k, 2 * k + 2), 16);
    return Uint8ClampedArray.from({length: 768}, (_, i) => {
        const place = Math.floor(i / 3) / 255 * (stops.length - 1);
        const stop = Math.min(Math.floor(place), stops.length - 2);
        return channel(stop, i % 3) + (place - stop) * (channel(stop + 1, i % 3) - channel(stop, i % 3));
    });
};
const LEVELS = levels(MAGMA);

// The picture behind `url` with its exact greys; null where it was cleaned up meanwhile.
export const bitmapFrom = async url => {
    const reply = await fetch(url);
    return reply.ok ? createImageBitmap(await reply.blob(), {colorSpaceConversion: 'none'}) : null;
};

// Draw a grey picture in colours. White is silence; green is left, blue is right.
export const colour = (canvas, bitmap, palette = LEVELS) => {
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.drawImage(bitmap, 0, 0);
    const picture = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const pixels = picture.data;
    for (let i = 0; i < pixels.length; i += 4) {
        const level = 3 * (255 - ((pixels[i + 1] + pixels[i + 2]) >> 1));
        pixels[i] = palette[level];
        pixels[i + 1] = palette[level + 1];
        pixels[i + 2] = palette[level + 2];
    }
    context.putImageData(picture, 0, 0);
};

export const paint = async (canvas, url) => {
    const bitmap = await bitmapFrom(url);
    if (bitmap) colour(canvas, bitmap);
};

export const drawPeaks = (canvas, peaks, color) => {
    [canvas.width, canvas.height] = [2 * peaks.length, 80];
    const context = canvas.getContext('2d');
    context.fillStyle = color;
    peaks.forEach((peak, i) => {
        const height = Math.max(2, 0.8 * peak);
        context.fillRect(2 * i, 40 - height / 2, 1.4, height);
    });
};
