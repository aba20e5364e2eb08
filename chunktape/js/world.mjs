// One run of a client: the tape in pieces, the clock, and what the client made of it.
//
// Rules:
// - `piece` is the number of the last piece that the client had when it gave a value; -1 before the first.
// - A piece that stirs nothing (stirs.mjs) and leaves no timer that is due is over when the client has taken it.
// - After every other piece timers of up to `SOON` ms run, and every promise. A piece that completes several events
//   (`base`: where they end) has that time for each event, so that an answer that is typed letter by letter has as much
//   time as with one event per piece.
// - `rest` runs timers of up to `LATE` ms, again while the client gives further values, up to `RESTS` times; a run that
//   is not over then is `late`.
// - Values that come after the run, have no JSON, or are bytes are dropped: they can't be compared.
// - The platform is patient: the client's timers of up to `SOON` ms after a request run before its head.
// - `gate`, of a scene (life/stage.mjs), is awaited before each piece, with the offset at which that ends, and before
//   the end; `eager`: the platform is not patient; `clock` and `threw` are the scene's: exceptions of the platform's
//   callbacks are kept apart from errors that the client reports.

import { createClock } from './clock.mjs';
import { calm, hasStirred } from './stirs.mjs';
import { whereOf } from './where.mjs';

const SOON = 250;
const LATE = 120000;
const RESTS = 5;
const MOST = 20000; // things said in a run that goes on resting
const NEVER = 24 * 3600 * 1000;
const QUIET = 100; // turns of the loop without a piece taken
const HELD = 20; // values kept of those that a client handed out
const HEADERS = ['Content-Type', 'text/event-stream; charset=utf-8', 'Transfer-Encoding', 'chunked'];
const NEVERMORE = new Promise(() => {}); // a run that was given up takes no more pieces, which would be those of the next run
const turn = globalThis.setImmediate; // the client's own is the clock's

// An error of any kind as text.
export const wordsOf = (error) => (error && typeof error === 'object' && 'message' in error ? `${error.name ?? 'Error'}: ${error.message}` : typeof error === 'object' ? JSON.stringify(error) : String(error));

// `realm` holds the client's own Uint8Array; `feed`: bytes, buffer, text, or result: { data } as a
// listener of the platform gets it. With `trace` the result has, beside each value
// said, the client's line that said it.
export function createWorld({
  realm, body, cuts, base = [], feed, trace, look = '', heard = false, events = [], callbacks = [], wantsChunks = false, sought = [],
  gate = null, eager = false, threw = null, clock: given = null,
}) {
  const clock = given ?? createClock((error) => made.fail(error));
  const decoder = new TextDecoder();
  const whole = new realm.Uint8Array(body.buffer, body.byteOffset, body.length);
  const result = { said: [], error: '', asked: false, delivered: 0, ended: false, ends: {}, past: 0, ...(trace && { where: '', lines: [], marks: [] }) };
  let piece = -1;
  let endedWith = Infinity; // the piece with which a callback said the end
  let isOver = false; // the result is handed out
  const told = (source, value) => {
    result.said.push([Math.min(piece, cuts.length), source, value]); // of the last request, where a client asks again
    result.past += piece > endedWith ? 1 : 0;
    if (trace) {
      result.lines.push(whereOf(new Error('here')) || made.written);
      made.written = '';
    }
  };
  const settle = () => new Promise((resolve) => { turn(resolve); });

  let complete = 0; // events
  // The time that the client has behind the piece that ends at `end`.
  function timeFor(end) {
    const before = complete;
    while (complete < base.length && base[complete] <= end) {
      complete += 1;
    }
    return SOON * Math.max(1, complete - before);
  }

  const looked = () => made.looks.forEach((see) => see());

  // Time goes on, and what the client shows is looked at.
  async function advance(ms) {
    await clock.advance(ms, settle);
    looked();
  }

  const made = {
    clock,
    result,
    feedAs: feed,
    look, // where the answer stands, if that is known: `page.data.text`, `console.log`
    heard, // the answer is known to be heard: nothing that is shown or printed is looked at
    looks: [], // what is called after each piece
    hooks: [], // [name, function] of a page's life cycle
    events, // names of events that the client's text has
    callbacks, // names of callbacks in it
    wantsChunks, // its text asks for chunks
    sought, // platforms that its text looks for before it uses them
    // Of a traced run (tracing/): what the client's code did.
    written: '', // the client's line that last wrote the text that is looked at
    wrote: () => { made.written = trace ? whereOf(new Error('here')) : ''; },
    giver: '', // the text of the function that is called with each piece
    gives: (run) => { made.giver = trace ? Function.prototype.toString.call(run) : ''; },
    isTraced: trace,
    mark: (kind, key, where) => result.marks.push([Math.max(0, Math.min(piece, cuts.length)), kind, key, where]),
    over: () => { isOver = true; },
    asked: () => { result.asked = true; },
    // `name`: the end callback that was called.
    end: (name = '') => {
      if (!isOver) {
        result.ended = true;
        if (name) {
          result.ends[name] = (result.ends[name] ?? 0) + 1;
          endedWith = Math.min(endedWith, piece);
        }
      }
    },
    // Keeps an object that may have a way to stop or to reset.
    holds: (value) => {
      if (typeof value !== 'string' && made.held.length < HELD) {
        made.held.push(value);
      }
    },
    held: [],
    signal: undefined, // of a scene: what the client may be stopped by
    left: false, // the iteration was left
    gone: false, // the client has aborted its request
    isShort: false, // the platform says the end before the last pieces
    fail: (error) => {
      if (!isOver && !result.error) {
        result.error = wordsOf(error) || 'an error without words';
        if (trace) {
          result.where = whereOf(error) || whereOf(new Error('here'));
        }
      }
    },
    say: (source, value) => {
      if (isOver || value === undefined || value === null || typeof value === 'function' || ArrayBuffer.isView(value)) {
        return;
      }
      if (typeof value === 'string') {
        told(source, value);
        return;
      }
      try {
        const plain = JSON.stringify(value);
        if (plain !== undefined) {
          told(source, JSON.parse(plain));
        }
      } catch (error) {
        // A value without JSON can't be compared.
      }
    },
    // A printed line: a label and a value, or a value.
    print(name, args) {
      if (!heard && (look === '' || look.startsWith('console.'))) {
        const isLabelled = args.length > 1 && typeof args[0] === 'string' && args[0].length < 40;
        const source = `console.${String(name)}${isLabelled ? ` ${JSON.stringify(args[0])}` : ''}`;
        if (look === '' || look === source) {
          args.slice(isLabelled ? 1 : 0, 3).forEach((value, number) => made.say(number ? `${source} argument ${number + 1}` : source, value));
        }
      }
    },
    // The pieces, where they begin and end in the body, one after the other; the client rests between two.
    async each(take) {
      let start = 0;
      for (const end of [...cuts, body.length]) {
        if (isOver) {
          await NEVERMORE;
        }
        if (gate !== null) {
          await gate(end);
          if (made.isShort) {
            break;
          }
        }
        piece += 1;
        calm();
        const taken = take(start, end);
        if (typeof taken?.then === 'function') {
          await taken;
        }
        result.delivered += 1;
        start = end;
        const time = timeFor(end);
        if (hasStirred() || clock.isDue(time)) {
          await advance(time);
        } else {
          clock.pass();
          looked();
        }
      }
      if (gate !== null) {
        await gate(Infinity);
      }
    },
    feed: (take, as) => made.each((start, end) => take(made.fed(start, end, as))),
    // A copy of a piece, as the client wants it.
    fed(start, end, as = feed) {
      if (as === 'text') {
        return decoder.decode(body.subarray(start, end), { stream: true });
      }
      const bytes = whole.slice(start, end);
      return as === 'result' ? { data: bytes.buffer } : as === 'buffer' ? bytes.buffer : bytes;
    },
    async* chunks(as = feed) {
      result.asked = true;
      let start = 0;
      for (const end of [...cuts, body.length]) {
        if (piece >= 0) {
          await advance(timeFor(start));
        }
        if (isOver) {
          await NEVERMORE;
        }
        if (gate !== null) {
          await gate(end);
        }
        piece += 1;
        result.delivered += 1;
        yield made.fed(start, end, as);
        start = end;
      }
      if (gate !== null) {
        await gate(Infinity);
      }
    },
    // The transport of `wx.mjs`: the tape, from the next turn of the loop on.
    send(request, on) {
      let gone = false;
      result.asked = true;
      made.sending = settle().then(async () => {
        if (!eager) {
          await advance(SOON);
        }
        calm();
        on.head(200, HEADERS);
        if (hasStirred()) { // a fetch has its response
          await advance(SOON);
        }
        await made.each((from, to) => !gone && on.data(body.subarray(from, to)));
        if (!gone) {
          on.end();
        }
        on.close();
        await advance(SOON);
      }).catch(threw ?? made.fail);
      return {
        destroy: () => {
          gone = true;
          made.gone = true;
        },
      };
    },
    async rest() {
      let count = -1;
      for (let times = 0; times < RESTS && count < result.said.length && result.said.length < MOST; times += 1) {
        count = result.said.length;
        await advance(LATE);
      }
      result.late = count > 0 && count < result.said.length;
    },
    // Whether a client without any value has a timer for much later; such a value is not an answer.
    async waits() {
      if (result.said.length === 0 && !result.error && look === '') {
        await advance(NEVER);
        result.late = result.said.length > 0;
        result.said = [];
      }
    },
    settle,
    sending: null,
  };
  return made;
}

// Waits for a client that takes pieces as it likes; time goes on while it takes none. One that waits for something that
// never comes has failed.
export async function attended(driven, world) {
  let isOver = false;
  let seen = -1;
  let quiet = 0;
  driven.then(() => { isOver = true; });
  for (await world.settle(); !isOver && quiet < QUIET; await world.settle()) {
    quiet = world.result.delivered === seen ? quiet + 1 : 0;
    seen = world.result.delivered;
    if (quiet % 10 === 9) {
      await world.clock.advance(SOON, world.settle);
    }
  }
  if (!isOver) {
    world.fail(new Error('it waits for something that never comes'));
  }
}
