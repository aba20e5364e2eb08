// A value that can be called, built, read and iterated to any depth, and says nothing: what stands in for a part of a
// platform that no answer comes from.

const NOTHING = {
  [Symbol.toPrimitive]: () => () => '',
  [Symbol.iterator]: () => function* none() {},
  [Symbol.asyncIterator]: () => undefined,
  then: () => undefined,
  toJSON: () => () => undefined,
  __v_isRef: () => false,
  prototype: (target) => target.prototype,
};

export function soft() {
  const kept = new Map();
  return new Proxy(function nothing() {}, {
    get(target, key) {
      if (Object.hasOwn(NOTHING, key)) {
        return NOTHING[key](target);
      }
      if (!kept.has(key)) {
        kept.set(key, soft());
      }
      return kept.get(key);
    },
    set(target, key, value) {
      kept.set(key, value);
      return true;
    },
    apply: () => soft(),
    construct: () => soft(),
  });
}
