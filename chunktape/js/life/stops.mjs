// How a client's answer can be stopped, and how its decoder is made ready for another one: found by name.
//
// Rules:
// - They are tried in this order: the result of the call (a task, a handle, a function), a signal that it took, leaving
//   the iteration, and the module's exports.
// - A decoder, or a function that is given its pieces, is stopped by dropping it: it gets no more.

import { PULLS } from '../entries/drive.mjs';

const STOPS = ['abort', 'cancel', 'stop', 'close', 'destroy', 'disconnect', 'dispose', 'terminate', 'unsubscribe'];
const STOP = /^(?:on|handle)?_?(?:abort|cancel|stop|interrupt|terminate)/i;
const LEAVES = ['onUnload', 'detached']; // life cycle of a page or component that is closed
const RESETS = ['reset', 'clear', 'restart', 'renew'];

const isCallable = (value) => typeof value === 'function';

// The names of all methods of an object that is the client's.
function methodsOf(value) {
  const names = [];
  for (let at = value; at && at !== Object.prototype && Object.getPrototypeOf(at) !== null; at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at).filter((name) => isCallable(Object.getOwnPropertyDescriptor(at, name)?.value)));
  }
  return names;
}

// { words, call } of the way to stop, or null; `words` is for a report: 'task.abort()' is the platform's own way.
export function stopOf({ way }, { world, signal }, namespace) {
  if (PULLS.has(way) || (world.result.asked && world.sending === null)) {
    return { words: 'dropped', call: () => {} };
  }
  const held = [...world.held].reverse();
  for (const value of held) {
    const name = STOPS.find((one) => isCallable(value[one])) ?? methodsOf(value).find((one) => STOP.test(one)) ?? LEAVES.find((one) => isCallable(value[one]));
    if (name) {
      return { words: `${isCallable(value.onChunkReceived) ? 'task' : 'returned'}.${name}()`, call: () => value[name]() };
    }
  }
  if (signal.isRead) {
    return { words: 'options.signal', call: () => signal.controller.abort() };
  }
  if (held.some((value) => isCallable(value[Symbol.asyncIterator]))) {
    return { words: 'break', call: () => { world.left = true; } };
  }
  const returned = held.find((value) => isCallable(value));
  if (returned) {
    return { words: 'returned()', call: () => returned() };
  }
  const exported = Object.keys(namespace).find((name) => STOP.test(name) && isCallable(namespace[name]) && namespace[name].length === 0);
  return exported ? { words: `${exported}()`, call: () => namespace[exported]() } : null;
}

// { words, call } of the way to reset a decoder for another stream, or null.
export function resetOf({ world }, namespace) {
  const holder = [...world.held].reverse().find((value) => RESETS.some((name) => isCallable(value[name]))) ?? namespace;
  const name = RESETS.find((one) => isCallable(holder[one]));
  return name ? { words: `${name}()`, call: () => holder[name]() } : null;
}
