// How a client's answer can be stopped, and how its decoder is made ready for another one: found by name.
//
// Rules:
// - In this order: what the call gave back (a task, a handle, a function), a signal that it took, the iteration that is
//   left, and what the module exports.
// - A decoder, or what reads pieces that it is given, is stopped by giving it no more: it is dropped.

const STOPS = ['abort', 'cancel', 'stop', 'close', 'destroy', 'disconnect', 'dispose', 'terminate', 'unsubscribe'];
const STOP = /^(?:on|handle)?_?(?:abort|cancel|stop|interrupt|terminate)/i;
const LEAVES = ['onUnload', 'detached']; // of a page or component: nobody sees it any more
const PULLS = ['decoder', 'piece', 'chunks'];
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
  if (PULLS.includes(way) || (world.result.asked && world.sending === null)) {
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

// { words, call } of the way to make what takes the pieces ready for another stream, or null.
export function resetOf({ world }, namespace) {
  const holder = [...world.held].reverse().find((value) => RESETS.some((name) => isCallable(value[name]))) ?? namespace;
  const name = RESETS.find((one) => isCallable(holder[one]));
  return name ? { words: `${name}()`, call: () => holder[name]() } : null;
}
