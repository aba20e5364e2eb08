// Virtual time for the code of a client: timers and Date move when `advance` says so, and cost nothing.
//
// Rules:
// - A timer runs in the order of its time, then of its making; one that throws is reported to `onError`, the next runs.
// - Date.now() grows by a millisecond with each call, so that ids made from it differ.
// - An interval that never ends runs at most `MOST` times per advance.

const MOST = 1000;
const EPOCH = Date.UTC(2026, 0, 1);

export class Clock {
  ran = 0; // timers, so far

  #onError;

  #now = 0;

  #shown = EPOCH;

  #next = 1;

  #timers = new Map();

  constructor(onError) {
    this.#onError = onError;
  }

  setTimeout(run, delay, ...args) {
    return this.#add(run, Math.max(0, Number(delay) || 0), 0, args);
  }

  setInterval(run, delay, ...args) {
    const every = Math.max(1, Number(delay) || 0);
    return this.#add(run, every, every, args);
  }

  clearTimeout(id) {
    return this.#timers.delete(id);
  }

  clearInterval(id) {
    return this.#timers.delete(id);
  }

  #add(run, delay, every, args) {
    const id = this.#next;
    this.#next += 1;
    this.#timers.set(id, { id, at: this.#now + delay, every, run: () => run(...args) });
    return id;
  }

  #due(until) {
    let first = null;
    for (const timer of this.#timers.values()) {
      if (timer.at <= until && (first === null || timer.at < first.at || (timer.at === first.at && timer.id < first.id))) {
        first = timer;
      }
    }
    return first;
  }

  // The time that the client's Date shows, in ms; it has grown since the last call.
  date() {
    this.#shown = Math.max(this.#shown + 1, EPOCH + this.#now);
    return this.#shown;
  }

  get hasTimers() {
    return this.#timers.size > 0;
  }

  // Whether a timer is due within `ms`.
  isDue(ms) {
    return this.hasTimers && this.#due(this.#now + ms) !== null;
  }

  // Time goes on, and no timer is due.
  pass() {
    this.#now += 1;
  }

  // Runs the timers that are due within `ms`; `settle` runs between two timers. Time goes on to the last one that
  // ran, and no further, so that plans of many pieces don't use up a client's time limit. Returns how many timers
  // ran.
  async advance(ms, settle) {
    const until = this.#now + ms;
    let ran = 0;
    await settle();
    for (let timer = this.#due(until); timer !== null && ran < MOST; timer = this.#due(until)) {
      this.#now = Math.max(this.#now, timer.at);
      if (timer.every) {
        timer.at = this.#now + timer.every;
      } else {
        this.#timers.delete(timer.id);
      }
      try {
        timer.run();
      } catch (error) {
        this.#onError(error);
      }
      ran += 1;
      this.ran += 1;
      await settle();
    }
    this.pass();
    return ran;
  }

  clear() {
    this.#timers.clear();
  }
}
