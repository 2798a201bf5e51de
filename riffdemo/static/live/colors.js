// Colour maps of the timeline, from silence to the loudest, all of them black at the bottom.

const {levels, MAGMA} = await import('../page.js' + new URL(import.meta.url).search);

export const PALETTES = {
    magma: levels(MAGMA),
    ember: levels('020103 1d0710 5a0f16 a8281a e25a1f f9a13c ffdc8a fffbe6'),
    aurora: levels('010306 06182c 0a3d55 0f6f6b 2fa873 86d67c d9f5a0 fdfff0'),
    ice: levels('010208 0a1433 173a78 2a70b8 5bacdf a4dcf3 e4f7fd ffffff'),
    silver: levels('020203 17171c 3a3a42 6a6a74 9d9ca6 cdccd3 efeff2 ffffff'),
};
