// The namespace of a module whose exports are made when they are read.

// A namespace of which `read` gives any export. Bundlers copy the exports of what they import into
// an object of the same prototype: so the exports stand in the prototype.
export function namespaceOf(read) {
  return Object.create(new Proxy(Object.create(null), {
    get: (_, key) => (key === '__esModule' ? true : typeof key === 'symbol' ? undefined : read(key)),
    has: (_, key) => typeof key === 'string',
  }));
}
