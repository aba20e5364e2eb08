// The pieces of one run, one after the other; the client rests between two.
//
// Rules:
// - A piece that stirs nothing (stirs.mjs) and leaves no timer that is due is over when the client has taken it.
// - After every other piece timers of up to `SOON` ms run, and every promise. A piece that completes several events
//   has that time for each event, so that an answer that is typed letter by letter has as much time as with one event
//   per piece.
// - Where the world is `hurried`, no time passes between two pieces: a phone may hand them out one right after the other.

import { advance, SOON } from './rests.mjs';
import { now } from './steps.mjs';
import { calm, hasStirred } from './stirs.mjs';

const NEVERMORE = new Promise(() => {}); // a run that was given up takes no more pieces, which would be those of the next run

export class Tape {
  #world;

  #whole;

  #decoder = null;

  #complete = 0; // events, so far

  // `base`: where the events of `body` end; `gate`, of a scene, is awaited before each piece.
  constructor(world, { realm, body, cuts, base, gate }) {
    this.#world = world;
    this.#whole = new realm.Uint8Array(body.buffer, body.byteOffset, body.length);
    this.body = body;
    this.cuts = cuts;
    this.base = base;
    this.gate = gate;
  }

  // The events that are complete at `end`.
  #completeAt(end) {
    const { base } = this;
    while (this.#complete < base.length && base[this.#complete] <= end) {
      this.#complete += 1;
    }
    return this.#complete;
  }

  // The time that the client has behind the piece from `start` to `end`.
  #timeFor(start, end) {
    const before = this.#completeAt(start);
    return SOON * Math.max(1, this.#completeAt(end) - before);
  }

  // A copy of a piece, as the client wants it.
  piece(start, end, as) {
    if (as === 'text') {
      this.#decoder ??= new TextDecoder();
      return this.#decoder.decode(this.body.subarray(start, end), { stream: true });
    }
    const bytes = this.#whole.slice(start, end);
    return as === 'result' ? { data: bytes.buffer } : as === 'buffer' ? bytes.buffer : bytes;
  }

  // The next piece begins another stream.
  renew() {
    this.#decoder = null;
  }

  // Steps: calls `take` with the offsets between which each piece stands in the body.
  * each(take) {
    const { cuts, body, gate } = this;
    const world = this.#world;
    let start = 0;
    for (let number = 0; number <= cuts.length; number += 1) {
      const end = number < cuts.length ? cuts[number] : body.length;
      if (world.isOver) {
        yield NEVERMORE;
      }
      if (gate !== null) {
        yield gate(end);
        if (world.isShort) {
          break;
        }
      }
      world.piece += 1;
      calm();
      const taken = take(start, end);
      if (typeof taken?.then === 'function') {
        yield taken;
      }
      world.result.delivered += 1;
      const time = !world.hurried && (hasStirred() || world.clock.hasTimers) ? this.#timeFor(start, end) : 0;
      if (time > 0 && (hasStirred() || world.clock.isDue(time))) {
        yield* advance(world, time);
      } else {
        world.clock.pass();
        world.looked();
      }
      start = end;
    }
    if (gate !== null) {
      yield gate(Infinity);
    }
  }

  // The pieces for a client that takes them as it likes.
  async* chunks(as) {
    const { cuts, body, gate } = this;
    const world = this.#world;
    world.asked();
    let start = 0;
    let before = 0;
    for (const end of [...cuts, body.length]) {
      if (world.piece >= 0 && !world.hurried) {
        await now(advance(world, this.#timeFor(before, start)));
      }
      if (world.isOver) {
        await NEVERMORE;
      }
      if (gate !== null) {
        await gate(end);
      }
      world.piece += 1;
      world.result.delivered += 1;
      yield this.piece(start, end, as);
      [before, start] = [start, end];
    }
    if (gate !== null) {
      await gate(Infinity);
    }
  }
}
