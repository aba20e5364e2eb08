// What a client's own code does in a traced run that tells where its answer went wrong: a U+FFFD that a builtin gave it,
// and a builtin that threw.
//
// Rules:
// - A builtin is replaced for the run only, and calls the real one with the same values.
// - What counts is called by the client or by a package for it; calls of Node and of this folder's code are none of it.
// - `mark(kind, key, where)`: `key` tells the same event of two runs, `where` is the client's `file:line`.

import { OURS, whereOf } from '../where.mjs';

const LONGEST = 80; // characters of a key
const FRAMES = 40; // of a stack

// The client's line behind a call of `builtin`; empty where it is not the client that calls.
function callerOf(builtin) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const error = new Error('here');
  Error.captureStackTrace(error, builtin);
  Error.stackTraceLimit = limit;
  const called = String(error.stack).split('\n').slice(1).find((line) => /[\\/].*:\d+:\d+\)?$/.test(line)) ?? '';
  return called.includes(OURS) || called.includes('node:') ? '' : whereOf(error);
}

const keyOf = (value) => {
  try {
    return String(value).slice(0, LONGEST);
  } catch (odd) {
    return '';
  }
};

// Watches the builtins of a realm, `own`: its { JSON, String, globalThis }. Returns what ends it. After `most` marks
// nothing is looked for any more.
export function watchBuiltins(own, most, mark) {
  const undone = [];
  let left = most;

  function replace(object, name, title) {
    const real = object?.[name];
    if (typeof real !== 'function') {
      return;
    }
    function tell(kind, value) {
      left -= 1;
      const where = left >= 0 ? callerOf(builtin) : '';
      if (where) {
        mark(kind, keyOf(value), where);
      }
    }
    function builtin(...args) {
      let result;
      try {
        result = Reflect.apply(real, this, args);
      } catch (error) {
        tell(title, args[0]);
        throw error;
      }
      if (typeof result === 'string' && result.includes('\ufffd')) {
        tell('U+FFFD', result);
      }
      return result;
    }
    const kept = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value: builtin, writable: true, enumerable: kept.enumerable, configurable: true });
    undone.push(() => Object.defineProperty(object, name, kept));
  }

  replace(own.JSON, 'parse', 'JSON.parse');
  replace(own.String, 'fromCharCode', 'String.fromCharCode');
  replace(own.String, 'fromCodePoint', 'String.fromCodePoint');
  replace(own.globalThis, 'decodeURIComponent', 'decodeURIComponent');
  replace(TextDecoder.prototype, 'decode', 'TextDecoder');
  replace(Buffer.prototype, 'toString', 'Buffer.toString');
  return () => undone.reverse().forEach((undo) => undo());
}
