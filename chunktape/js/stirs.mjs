// Whether code of a client has begun something that goes on later: a promise made or settled, a timer of Node's own, a
// tick, a microtask, a message. Where it has not, nothing can happen before it is called again, and nobody need wait.
//
// Rules:
// - What begins or settles is told by Node itself (async_hooks); the client's own timers are the clock's (clock.mjs).
// - A message to a port that is there already begins nothing: where there is such a port, everything stirs.

import { createHook } from 'node:async_hooks';

const PORTS = new Set(['MESSAGEPORT', 'WORKER']);
let stirred = true;
let hasPort = false;

createHook({
  init(id, type) {
    stirred = true;
    hasPort = hasPort || PORTS.has(type);
  },
  promiseResolve() {
    stirred = true;
  },
}).enable();

// From now on.
export function calm() {
  stirred = hasPort;
}

export const hasStirred = () => stirred;
