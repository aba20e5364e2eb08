// One run of a client: what it was given, what it made of it, and what it may call.
//
// Rules:
// - `piece` is the number of the last piece that the client had when it gave a value; -1 before the first.
// - Values that come after the run, have no JSON, or are bytes are dropped: they can't be compared.
// - The pieces are the work of tape.mjs, an answer to a request that of requests.mjs, time that of rests.mjs.

import { whereOf } from '../where.mjs';
import { Clock } from './clock.mjs';
import { Requests } from './requests.mjs';
import { rest } from './rests.mjs';
import { now } from './steps.mjs';
import { Tape } from './tape.mjs';

const PRINTS = /^(?:console|process)\./;
const NONE = []; // the same list each time, so that a realm knows it (realms.mjs)
const HELD = 20; // values kept of those that a client handed out
const turn = globalThis.setImmediate; // Node's own: the client's setImmediate belongs to the clock

// An error of any kind as text.
export const wordsOf = (error) => (error && typeof error === 'object' && 'message' in error ? `${error.name ?? 'Error'}: ${error.message}` : typeof error === 'object' ? JSON.stringify(error) : String(error));

// An error of any realm, which has no JSON.
const isError = (value) => Object.prototype.toString.call(value) === '[object Error]';

// `cuts`: where the tape `body` is cut. `realm` holds the client's own Uint8Array; `base`: where the events of `body`
// end; `feed`: bytes, buffer, text, or result: { data } as a listener of the platform gets it. With `trace` the result
// has, beside each value, the client's line that gave it. A scene (life/stage.mjs) gives `gate`, which is awaited before
// each piece, with the offset at which that ends, and before the end; `eager`: the platform is not patient; `hurried`: no
// time passes between pieces; `clock`; and `threw`, which gets the exceptions of the platform's callbacks apart from
// errors that the client reports.
export class World {
  constructor({
    realm, body, base = [], feed, trace = false, look = '', heard = false, events = [], callbacks = [], wantsChunks = false, sought = NONE,
    gate = null, eager = false, hurried = false, threw = null, clock = null,
  }, cuts = []) {
    this.clock = clock ?? new Clock((error) => this.fail(error));
    this.result = { said: [], error: '', asked: false, delivered: 0, ended: false, ends: {}, past: 0 };
    this.trace = trace;
    if (trace) {
      Object.assign(this.result, { where: '', lines: [], marks: [] });
    }
    this.feedAs = feed;
    this.look = look; // where the answer stands, if that is known: `page.data.text`, `console.log`
    this.heard = heard; // the answer is known to be heard: nothing that is shown or printed is looked at
    this.events = events; // names of events that the client's text has
    this.callbacks = callbacks; // names of callbacks in it
    this.wantsChunks = wantsChunks; // its text asks for chunks
    this.hurried = hurried; // a scene's: no time passes between pieces
    this.sought = sought; // platforms that its text looks for before it uses them
    this.written = ''; // in a traced run: the client's line that last wrote the text at `look`
    this.giver = ''; // in a traced run: the text of the function that is called with each piece
    this.tape = new Tape(this, { realm, body, cuts, base, gate });
    this.requests = new Requests(this, { eager, threw });
    this.looks = []; // functions that are called after each piece: they read a state
    this.hooks = []; // [name, function] of a page's life cycle
    this.held = []; // values with a way to stop or to reset, perhaps
    this.signal = undefined; // in a scene: the AbortSignal by which the client may be stopped
    this.left = false; // the iteration was left
    this.gone = false; // the client has aborted its request
    this.isShort = false; // the platform says the end before the last pieces
    this.isOver = false; // the result is handed out
    this.piece = -1;
    this.endedWith = Infinity; // the piece with which a callback said the end
  }

  // The answer to the last request, or null where there was none; a promise where it takes turns of the loop.
  get sending() { return this.requests.sending; }

  // Reads the client's states.
  looked() {
    for (const see of this.looks) {
      see();
    }
  }

  over() {
    this.isOver = true;
  }

  asked() {
    this.result.asked = true;
  }

  // `name`: the end callback that was called.
  end(name = '') {
    const { result } = this;
    if (!this.isOver) {
      result.ended = true;
      if (name) {
        result.ends[name] = (result.ends[name] ?? 0) + 1;
        this.endedWith = Math.min(this.endedWith, this.piece);
      }
    }
  }

  holds(value) {
    if (typeof value !== 'string' && this.held.length < HELD) {
      this.held.push(value);
    }
  }

  fail(error) {
    if (!this.isOver && !this.result.error) {
      this.result.error = wordsOf(error) || 'an error without words';
      if (this.trace) {
        this.result.where = whereOf(error) || whereOf(new Error('here'));
      }
    }
  }

  say(source, value) {
    if (this.isOver || value === undefined || value === null || typeof value === 'function' || ArrayBuffer.isView(value)) {
      return;
    }
    if (typeof value === 'string') {
      this.keep(source, value);
      return;
    }
    try {
      const plain = JSON.stringify(value);
      if (plain !== undefined) {
        this.keep(source, JSON.parse(plain));
      }
    } catch (error) {
      // A value without JSON can't be compared.
    }
  }

  // A value joins the result.
  keep(source, value) {
    const { result, piece } = this;
    result.said.push([Math.min(piece, this.tape.cuts.length), source, value]); // of the last request, where a client asks again
    result.past += piece > this.endedWith && !source.startsWith('return') ? 1 : 0; // a call may give its result late
    if (this.trace) {
      result.lines.push(whereOf(new Error('here')) || this.written);
      this.written = '';
    }
  }

  // The text that is looked at is written; `paths`: the places in a page's data that are.
  wrote(paths) {
    if (this.trace && (paths === undefined || paths.some((path) => path.split(/[.[]/)[0] === this.look.split(/[.[]/)[2]))) {
      this.written = whereOf(new Error('here'));
    }
  }

  // `run` is called, with each piece or for the whole answer.
  gives(run) {
    if (this.trace) {
      this.giver = Function.prototype.toString.call(run);
    }
  }

  // What the client's code did in a traced run (tracing/trace.mjs).
  mark(kind, key, where) {
    this.result.marks.push([Math.max(0, Math.min(this.piece, this.tape.cuts.length)), kind, key, where]);
  }

  // A printed line: a label and a value, or a value. `name`: what it was printed by.
  print(name, args) {
    const { look } = this;
    if (!this.heard && (look === '' || PRINTS.test(look))) {
      const isLabelled = args.length > 1 && typeof args[0] === 'string' && args[0].length < 40;
      const source = `${String(name)}${isLabelled ? ` ${JSON.stringify(args[0])}` : ''}`;
      if (look === '' || look === source) {
        args.slice(isLabelled ? 1 : 0, 3).forEach((value, number) => this.say(number ? `${source} argument ${number + 1}` : source, isError(value) ? wordsOf(value) : value));
      }
    }
  }

  // Hands each piece to `take`, in the form `as`; gives a promise where that takes turns of the loop.
  feed(take, as = this.feedAs) {
    return now(this.tape.each((start, end) => take(this.tape.piece(start, end, as))));
  }

  // The pieces as an async iterable.
  chunks(as = this.feedAs) {
    return this.tape.chunks(as);
  }

  // The transport of a platform's request (wx.mjs, platform/fetch.mjs, platform/xhr.mjs).
  send(request, on) {
    return this.requests.send(on);
  }

  rest() {
    return now(rest(this));
  }

  // A turn of the event loop.
  settle() { // eslint-disable-line class-methods-use-this
    return new Promise((resolve) => { turn(resolve); });
  }
}
