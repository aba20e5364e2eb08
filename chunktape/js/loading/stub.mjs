// Stand-ins for what a client imports and nobody has.
//
// Rules:
// - Anything may be read of a stub, set on it, called, constructed, extended, awaited and iterated: it gives a stub, an
//   empty list, or '' where text is wanted. What a call gave can be awaited and has a `then`; a stub by itself has none,
//   or `await` of a module would not be told from `await` of an answer.
// - A chain of prototypes ends, so `instanceof` and `for in` end as well.
// - Vue and pinia have stand-ins that hold what they are given: platform/vue.mjs.

import { standIn } from '../platform/vue.mjs';

const EMPTY = {
  [Symbol.toPrimitive]: () => '',
  [Symbol.iterator]: function* none() {}, // eslint-disable-line no-empty-function
  [Symbol.asyncIterator]: async function* none() {}, // eslint-disable-line no-empty-function
  toString: () => '',
  valueOf: () => '',
  toJSON: () => undefined,
};

// A recursive stub; `held` is what it has already, `isAnswer` whether a call gave it.
export function createStub(held = {}, isAnswer = false) {
  const has = new Map(Object.entries(held));
  function target() {}
  const stub = new Proxy(target, {
    get(_, key) {
      if (key === 'then') {
        return isAnswer ? (resolve) => Promise.resolve().then(() => resolve?.(createStub())) : undefined;
      }
      if (has.has(key)) {
        return has.get(key);
      }
      if (key in EMPTY && Object.hasOwn(EMPTY, key)) {
        return EMPTY[key];
      }
      if (typeof key === 'symbol' || key === 'prototype') {
        return target[key];
      }
      has.set(key, createStub());
      return has.get(key);
    },
    set: (_, key, value) => Boolean(has.set(key, value)),
    defineProperty: (_, key, { value }) => Boolean(has.set(key, value)),
    deleteProperty: (_, key) => (has.delete(key), true),
    has: (_, key) => typeof key === 'string' && key !== 'then',
    apply: () => createStub({}, true),
    // A class that extends a stub makes objects of its own; what they lack is a stub.
    construct: (_, args, made) => (made === stub ? createStub() : Object.create(made.prototype)),
  });
  target.prototype = Object.create(createBase());
  return stub;
}

// What an object of a class that extends a stub inherits: methods that do nothing.
function createBase() {
  return new Proxy(Object.create(null), {
    get: (_, key, own) => (typeof key === 'symbol' || key === 'then' || key === 'constructor' || key === 'toJSON' ? undefined : inherited(key, own)),
    has: () => false,
  });
}

const inherited = (key) => (key === 'toString' || key === 'valueOf' ? () => '' : createStub());

// The stub of the module that is imported as `name`.
export function stubOf(name) {
  return createStub(standIn(name));
}

// A namespace, as an import sees it, of which `read` gives any export. Bundlers copy the exports of what they import into
// an object of the same prototype: so the exports stand in the prototype.
export function namespaceOf(read) {
  return Object.create(new Proxy(Object.create(null), {
    get: (_, key) => (key === '__esModule' ? true : typeof key === 'symbol' ? undefined : read(key)),
    has: (_, key) => typeof key === 'string',
  }));
}
