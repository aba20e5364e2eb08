// Virtual time for the code of a client: timers and Date move when `advance` says so, and cost nothing.
//
// Rules:
// - A timer runs in the order of its time, then of its making; one that throws is reported to `onError`, the next runs.
// - Date.now() grows by a millisecond with each call, so that ids made from it differ.
// - An interval that never ends runs at most `MOST` times per advance.

const MOST = 1000;
const EPOCH = Date.UTC(2026, 0, 1);

export function createClock(onError) {
  let now = 0;
  let shown = EPOCH;
  let next = 1;
  let timers = new Map();

  function add(run, delay, every, args) {
    const id = next;
    next += 1;
    timers.set(id, { id, at: now + Math.max(every ? 1 : 0, Number(delay) || 0), every, run: () => run(...args) });
    return id;
  }

  function due(until) {
    let first = null;
    for (const timer of timers.values()) {
      if (timer.at <= until && (first === null || timer.at < first.at || (timer.at === first.at && timer.id < first.id))) {
        first = timer;
      }
    }
    return first;
  }

  return {
    globals: {
      setTimeout: (run, delay, ...args) => add(run, delay, 0, args),
      setInterval: (run, delay, ...args) => add(run, delay, Math.max(1, Number(delay) || 0), args),
      clearTimeout: (id) => timers.delete(id),
      clearInterval: (id) => timers.delete(id),
    },
    // The time that the client's Date shows, in ms; it has grown since the last call.
    date() {
      shown = Math.max(shown + 1, EPOCH + now);
      return shown;
    },
    // Whether a timer is due within `ms`.
    isDue: (ms) => timers.size > 0 && due(now + ms) !== null,
    // Time goes on, and no timer is due.
    pass() {
      now += 1;
    },
    // Runs the timers that are due within `ms`; `settle` runs between two timers. Time goes on to the last one that
    // ran, and no further, so that plans of many pieces don't use up a client's time limit. Returns how many timers
    // ran.
    async advance(ms, settle) {
      const until = now + ms;
      let ran = 0;
      await settle();
      for (let timer = due(until); timer !== null && ran < MOST; timer = due(until)) {
        now = Math.max(now, timer.at);
        if (timer.every) {
          timer.at = now + timer.every;
        } else {
          timers.delete(timer.id);
        }
        try {
          timer.run();
        } catch (error) {
          onError(error);
        }
        ran += 1;
        await settle();
      }
      this.pass();
      return ran;
    },
    clear() {
      timers = new Map();
    },
  };
}
