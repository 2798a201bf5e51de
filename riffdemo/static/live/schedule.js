// The schedule: which clip begins when, in whole samples of the audio clock. Pure functions; nothing sounds here.
//
// An entry is {clip, first, frames, fade, repeat}: `clip` sounds from sample `first` for `frames` samples, and during
// its first `fade` samples the entry before it fades out. `repeat` marks a clip that fills in for a late one.

export const endOf = entry => entry.first + entry.frames;

// Where `clip` goes after the last entry, at the earliest at sample `earliest`.
export const following = (entries, clip, {earliest, fade = 0, repeat = false}) => {
    const last = entries.at(-1);
    const left = last ? endOf(last) - earliest : 0;
    const blended = last ? Math.max(0, Math.min(fade, left, last.frames >> 1, clip.frames >> 1)) : 0;
    return {clip, first: earliest + Math.max(0, left) - blended, frames: clip.frames, fade: blended, repeat};
};

// The entry that is heard at sample `now`: of two that overlap, the one that is louder.
export const soundingAt = (entries, now) =>
    entries.findLast(entry => entry.first + entry.fade / 2 <= now && now < endOf(entry)) ?? null;

export const samplesAhead = (entries, now) => entries.length ? Math.max(0, endOf(entries.at(-1)) - now) : 0;

// What stays when the plan changes: all that begins before sample `soonest`, and the next clip where the new one, which
// needs so many samples from then, cannot be there in time.
export const kept = (entries, soonest, needed) => {
    const settled = entries.filter(entry => entry.first < soonest);
    const next = entries[settled.length];
    return next && !next.repeat && samplesAhead(settled, soonest) < needed ? [...settled, next] : settled;
};
