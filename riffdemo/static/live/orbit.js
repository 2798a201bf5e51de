// Looking around: drag to orbit, pinch or Ctrl + wheel or + and - to come closer, double click to go back.

const START = {turn: -0.30, rise: 0.50, distance: 8.6};
const LIMITS = {turn: [-1.25, 1.25], rise: [0.12, 1.35], distance: [4.5, 14]};
const EASE = 0.14;

const within = (value, [low, high]) => Math.min(Math.max(value, low), high);

export class Orbit {
    constructor(canvas) {
        this.goal = {...START};
        this.shown = {...START};
        const control = this.control = new AbortController();
        const on = (name, handler, options = {}) => canvas.addEventListener(name, handler, {signal: control.signal, ...options});
        let held = null;
        on('pointerdown', event => { held = event.pointerId; canvas.setPointerCapture(held); });
        on('pointermove', event => {
            if (event.pointerId !== held) return;
            this.turn(-event.movementX / 260, event.movementY / 260);
        });
        for (const name of ['pointerup', 'pointercancel']) on(name, () => { held = null; });
        on('wheel', event => {
            if (!event.ctrlKey) return;
            event.preventDefault();
            this.zoom(Math.exp(event.deltaY / 300));
        }, {passive: false});
        on('dblclick', () => this.reset());
    }

    turn(turn, rise) { this.move({turn: this.goal.turn + turn, rise: this.goal.rise + rise}); }

    zoom(factor) { this.move({distance: this.goal.distance * factor}); }

    move(goal) {
        for (const [name, value] of Object.entries(goal)) this.goal[name] = within(value, LIMITS[name]);
    }

    reset() { this.goal = {...START}; }

    // Narrow canvases look from farther away; `shift` moves the middle along the time.
    apply(camera, aspect, shift) {
        for (const name of Object.keys(START)) this.shown[name] += EASE * (this.goal[name] - this.shown[name]);
        const {turn, rise, distance} = this.shown;
        const away = distance * Math.max(1, 1.15 / aspect);
        const x = shift + 0.9 * Math.min(aspect / 2, 1);
        camera.position.set(x + away * Math.sin(turn) * Math.cos(rise), 0.35 + away * Math.sin(rise),
            -1.9 + away * Math.cos(turn) * Math.cos(rise));
        camera.lookAt(x, 0.35, -1.9);
        camera.updateProjectionMatrix();
        camera.updateMatrixWorld();
    }

    dispose() { this.control.abort(); }
}
