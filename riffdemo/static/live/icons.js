// Drawn signs of the buttons, 24 x 24.

const PATHS = {
    play: 'M7 4.5v15l12.5-7.5z',
    pause: 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z',
    stop: 'M6 6h12v12H6z',
    sound: 'M4 9v6h4l5 4.5v-15L8 9zM15.5 8.2a5 5 0 0 1 0 7.6l-1-1.2a3.4 3.4 0 0 0 0-5.2zM18 5.4a9 9 0 0 1 0 13.2l-1-1.2a7.4 7.4 0 0 0 0-10.8z',
    mute: 'M4 9v6h4l5 4.5v-15L8 9zM15.2 9.6l1.2-1.2 2.1 2.1 2.1-2.1 1.2 1.2-2.1 2.1 2.1 2.1-1.2 1.2-2.1-2.1-2.1 2.1-1.2-1.2 2.1-2.1z',
    record: 'M12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12z',
    reset: 'M12 5a7 7 0 1 1-6.8 8.7l1.9-.5A5 5 0 1 0 8.7 8.3L11 10.600H5v-6l2.3 2.300A7 7 0 0 1 12 5z',
    cube: 'M12 2.8 20 7.200v9.600l-8 4.4-8-4.400V7.200zm0 2.300L7 7.900l5 2.8 5-2.800zM6 9.600v6l5 2.800v-6zm12 0-5 2.800v6l5-2.800z',
    wide: 'M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z',
    dice: 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm2 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z',
    up: 'M12 7l6 7-1.5 1.300L12 10l-4.5 5.300L6 14z',
    down: 'M12 16.500l6-7-1.5-1.300L12 13.5 7.5 8.2 6 9.500z',
    close: 'M6.7 5.3 12 10.600l5.3-5.3 1.4 1.400L13.4 12l5.3 5.3-1.4 1.400L12 13.400l-5.3 5.3-1.4-1.400L10.6 12 5.3 6.700z',
    mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11h2a4 4 0 0 0 8 0h2a6 6 0 0 1-5 5.900V20h-2v-3.100A6 6 0 0 1 6 11z',
    keys: 'M3 6h18v12H3zm2 2v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM5 12v2h2v-2zm4 0v2h6v-2zm8 0v2h2v-2z',
};
const SPACE = 'http://www.w3.org/2000/svg';

export const icon = name => {
    const svg = document.createElementNS(SPACE, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(document.createElementNS(SPACE, 'path'));
    draw(svg, name);
    return svg;
};

export const draw = (svg, name) => {
    svg.firstChild.setAttribute('fill-rule', 'evenodd');
    svg.firstChild.setAttribute('d', PATHS[name]);
};
