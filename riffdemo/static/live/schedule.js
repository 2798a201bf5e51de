// The schedule: which clip begins when, in whole samples of the audio clock. Pure functions; nothing sounds here.
//
// An entry is {clip, first, frames, fade, repeat}: `clip` sounds from sample `first` for `frames` samples, and during
// its first `fade` samples the entry before it fades out. `repeat` marks a clip that fills in for a late one.

export const endOf = entry => entry.first + entry.frames;

// Where `clip` goes after the last entry, at the earliest at sample `earliest`.
export const following = (entries, clip, {earliest, fade = 0, repeat = false}) => {
    const last = entries.at(-1);
    const blended = last ? Math.min(fade, last.frames >> 1, clip.frames >> 1) : 0;
    const wanted = last ? endOf(last) - blended : earliest;
    const late = wanted < earliest;
    return {clip, first: late ? earliest : wanted, frames: clip.frames, fade: late ? 0 : blended, repeat};
};

// The entry that is heard at sample `now`: of two that overlap, the one that is louder.
export const soundingAt = (entries, now) =>
    entries.findLast(entry => entry.first + entry.fade / 2 <= now && now < endOf(entry)) ?? null;

export const samplesAhead = (entries, now) => entries.length ? Math.max(0, endOf(entries.at(-1)) - now) : 0;

// What stays when the plan changes: all that has begun, and the next clip where the new one cannot be there in time.
export const kept = (entries, now, neededSamples) => {
    const begun = entries.filter(entry => entry.first <= now);
    const next = entries[begun.length];
    return next && !next.repeat && samplesAhead(begun, now) < neededSamples ? [...begun, next] : begun;
};
