// One scene of a client's life: several answers in one instance of its module, each held at a gate.
//
// `steps` are [act, answer, value], in order:
//   ask    the client asks; with a value the answer begins with that many bytes of the tape, then comes the whole tape
//   feed   the client gets the pieces up to offset `value`, or all that are left; the end is no piece
//   end    the platform says that the answer is over; with a value the pieces that are left do not come
//   stop   the answer is stopped (stops.mjs); the next step comes in the same turn of the loop
//   reset  the client's decoder is made ready for another stream
//   stray  the listeners of the request get the pieces from offset `value` on, whatever came before
//   rest   the client's timers run
// Gives { parts: [what a run gives], error, stops, missing, listeners, places }. `error`: the exception since the last stop;
// `missing`: the act that the client has no way to do (a second `ask`, where a module has one decoder); `listeners`:
// { on, off, strange, left } of the chunk listeners.
//
// Rules:
// - A value that the client gives outside of any call belongs to the answer that was asked for last.
// - `at`: a cut of the first answer, beside `cuts`.
// - `again`: success has the whole body; `eager`: the first piece comes before any timer; `hurried`: no timer runs
//   between two pieces, nor before the end.
// - With `trace` each value has the client's line that gave it, and `places` the lines behind the `error`, behind a callback
//   that says the end again (`end`), and at which a listener was first put on (`on`), or taken off that never was (`off`).

import { driven } from '../entries/drive.mjs';
import { Clock } from '../world/clock.mjs';
import { whereOf } from '../where.mjs';
import { SOON } from '../world/rests.mjs';
import { wordsOf, World } from '../world/world.mjs';
import { createGate } from './gate.mjs';
import { watchedPlatform } from './listeners.mjs';
import { resetOf, stopOf } from './stops.mjs';

const QUIET = 60; // turns of the loop without progress

export function createStage({
  realm, profile, body, cuts, feed, look, events, callbacks, wantsChunks, sought, entry, steps, at = 0, again = false, eager = false, hurried = false, trace = false,
}) {
  const driving = { realm, trace, feed, look, events, callbacks, wantsChunks, sought };
  const clock = new Clock((error) => fail(error));
  const parts = [];
  const listeners = { on: 0, off: 0, strange: 0, left: 0 };
  const places = {};
  const result = { parts: [], error: '', stops: '', missing: '', listeners, places };
  const early = new World({ ...driving, body: Buffer.alloc(0), clock });
  const last = () => parts.at(-1)?.world ?? early;
  let namespace = null;

  // The client's line behind what goes on is the place of that name, where it is the first.
  function notes(name, error = new Error('here')) {
    if (trace) {
      places[name] ??= whereOf(error);
    }
  }

  function fail(error) {
    notes('error', error);
    result.error = result.error || wordsOf(error) || 'an error without words';
  }

  // The first answer is cut at `at` as well; one that begins with `from` bytes of the tape has these in front.
  function partOf(from) {
    const gate = createGate();
    const bytes = from ? Buffer.concat([body.subarray(0, from), body]) : body;
    const before = cuts.filter((end) => end < at);
    let ends = at && parts.length === 0 ? [...before, at, ...cuts.filter((end) => end > at)] : cuts;
    if (from) {
      ends = [...before, at, ...cuts.map((end) => end + at)];
    }
    const signal = { isRead: false, controller: new AbortController() };
    const world = new World({ ...driving, body: bytes, gate: gate.pass, eager, hurried, threw: fail, clock }, ends);
    Object.defineProperty(world, 'signal', { get: () => { signal.isRead = true; return signal.controller.signal; } });
    world.result.cuts = ends;
    const end = world.end.bind(world);
    world.end = (name = '') => {
      if (name in world.result.ends) {
        notes('end');
      }
      end(name);
    };
    return { world, gate, signal, heard: new Set(), isOver: false, isDropped: false };
  }

  // Waits until the answer is held at its gate, or over, or makes no progress.
  async function settled(part) {
    const { world, gate } = part;
    let seen = -1;
    for (let quiet = 0; !gate.holds && !part.isOver && !world.gone && quiet < QUIET; quiet += 1) {
      await world.settle();
      if (world.result.delivered !== seen) {
        seen = world.result.delivered;
        quiet = 0;
      }
      if (quiet % 10 === 9) {
        await clock.advance(SOON, world.settle);
      }
    }
  }

  const ACTS = {
    async ask(_, from) {
      if (parts.length > 0 && entry.way === 'decoder' && typeof namespace[entry.name] !== 'function') {
        result.missing = 'ask'; // the export is the decoder: there is one
        return;
      }
      const part = partOf(from);
      parts.push(part);
      part.driven = Promise.resolve(driven(entry, namespace, part.world, realm)).then(() => { part.isOver = part.world.sending === null; });
      await settled(part);
    },
    async feed(part, to) {
      if (!part.isDropped && !part.world.gone) {
        part.gate.raise(to ?? body.length * 2);
        await part.world.settle();
        await settled(part);
      }
    },
    async end(part, isShort) {
      if (!part.isDropped) {
        part.world.isShort = Boolean(isShort);
        part.gate.raise(Infinity);
        await part.world.sending;
        await Promise.race([part.driven, part.world.rest()]);
      }
    },
    stop(part) {
      const found = stopOf(entry, part, namespace);
      result.error = '';
      delete places.error;
      part.isDropped = found?.words === 'dropped';
      act('stop', found);
    },
    reset(part) {
      part.world.result.mark = part.world.result.said.length;
      part.world.tape.renew();
      act('reset', resetOf(part, namespace));
    },
    stray(part, from) {
      const ends = [...cuts.filter((end) => end > from), body.length];
      let start = from;
      for (const end of ends) {
        const data = chunkOf(body.subarray(start, end));
        part.heard.forEach((listener) => attempt(() => listener({ data })));
        start = end;
      }
    },
    rest: (part) => part.world.rest(),
  };

  // An exception of the client is one of the scene, which goes on.
  function attempt(call) {
    try {
      call();
    } catch (error) {
      fail(error);
    }
  }

  function act(name, found) {
    if (found === null) {
      result.missing = name;
    } else {
      result.stops = found.words;
      attempt(found.call);
    }
  }

  function chunkOf(bytes) {
    if (profile === 'swan') {
      return bytes.toString('utf8');
    }
    const copy = new (profile === 'devtools' ? Uint8Array : realm.Uint8Array)(bytes);
    return profile === 'device' ? copy.buffer : copy;
  }

  const world = new Proxy({ clock, fail }, {
    get: (own, key) => {
      if (key === 'watched') {
        return (platform) => watchedPlatform(platform, { listeners, notes, part: () => parts.at(-1), whole: again ? { body, realm } : null });
      }
      if (key === 'send') {
        return (...args) => last().send(...args);
      }
      const found = own[key] ?? last()[key];
      return typeof found === 'function' && !(key in own) ? found.bind(last()) : found;
    },
    set: (_, key, value) => Reflect.set(last(), key, value),
  });

  return {
    world,
    async play(exports) {
      namespace = exports;
      for (const [name, number, value] of steps) {
        if (!result.missing) {
          await ACTS[name](parts[number], value);
        }
      }
      await last().rest();
      parts.forEach((part) => part.world.over());
      listeners.left = parts.reduce((sum, { heard }) => sum + heard.size, 0);
      result.parts = parts.map((part) => part.world.result);
      clock.clear();
      return result;
    },
  };
}
