// Level of detail by frame rate: coarser after a slow second and a half, finer again after a long fluent while.

const SLOW = 26;  // frames per second
const FLUENT = 54;
const PATIENCE = {slow: 1_500, fluent: 12_000};  // ms
const PAUSE = 500;  // ms between frames that mean that nobody looked

export class Pacer {
    constructor(levels) { Object.assign(this, {levels, fps: null, last: null, since: 0, mood: '', finest: 0}); }

    // The level for the next frames, 0 the finest. A level that was too slow is not tried again.
    frame(time, level) {
        const passed = time - (this.last ?? time);
        this.last = time;
        if (!passed || passed > PAUSE) return level;
        this.fps = this.fps === null ? 1000 / passed : this.fps + 0.1 * (1000 / passed - this.fps);
        const mood = this.fps < SLOW ? 'slow' : this.fps > FLUENT ? 'fluent' : '';
        if (mood !== this.mood) [this.mood, this.since] = [mood, time];
        if (!mood || time - this.since < PATIENCE[mood]) return level;
        this.since = time;
        if (mood === 'slow') this.finest = Math.max(this.finest, Math.min(level + 1, this.levels - 1));
        const next = level + (mood === 'slow' ? 1 : -1);
        return Math.min(Math.max(next, this.finest), this.levels - 1);
    }
}
