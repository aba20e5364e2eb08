// Whether code of a client has begun asynchronous work: a promise made or settled, a timer of Node's own, a tick, a
// microtask, a message. Without it nothing can happen before the client is called again, and no wait is needed.
//
// Rules:
// - Node itself reports work that begins or settles (async_hooks); the client's own timers belong to the clock
//   (clock.mjs).
// - Node does not report a message to an existing port: where there is a port, everything counts as stirring.

import { createHook } from 'node:async_hooks';

const PORTS = new Set(['MESSAGEPORT', 'WORKER']);
let stirred = true; // since `calm`
let stirredBefore = true; // since `beginCalm`, up to the last `calm`
let hasPort = false;

// Begins to watch. The host starts its own worker before this call, since a worker has a port.
export function watchStirs() {
  createHook({
    init(id, type) {
      stirred = true;
      hasPort = hasPort || PORTS.has(type);
    },
    promiseResolve() {
      stirred = true;
    },
  }).enable();
}

// Call it when a run begins.
export function beginCalm() {
  stirred = hasPort;
  stirredBefore = false;
}

// Call it when a part of a run begins, such as the next piece.
export function calm() {
  stirredBefore ||= stirred;
  stirred = hasPort;
}

// Whether something has stirred in this part of the run.
export const hasStirred = () => stirred;

// Whether nothing has stirred in this run. The host's own promises stir as well: a run that waited once is not still.
export const isStill = () => !stirred && !stirredBefore;
