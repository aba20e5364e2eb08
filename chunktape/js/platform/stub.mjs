// A stub, which stands in for a missing import, or for a part of a platform that gives no answer.
//
// Rules:
// - Every property of a stub may be read, set, called, constructed, extended, awaited and iterated: the result is a
//   stub, an empty list, or '' where text is wanted. The result of a call has a `then` and can be awaited; a stub by
//   itself has none, since `await` of a module must differ from `await` of an answer.
// - It is not taken for a ref of Vue.
// - A chain of prototypes ends, so `instanceof` and `for in` end as well.

const EMPTY = {
  [Symbol.toPrimitive]: () => '',
  [Symbol.iterator]: function* none() {}, // eslint-disable-line no-empty-function
  [Symbol.asyncIterator]: async function* none() {}, // eslint-disable-line no-empty-function
  toString: () => '',
  valueOf: () => '',
  toJSON: () => undefined,
  __v_isRef: false,
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
