// Further instances of a client's module, without loading it again: made by functions that were compiled once
// (factory.mjs).

import { factoryOf } from './factory.mjs';

// The function that makes instances of `root`; null where one of its ES modules has no factory. `modules` are the
// evaluated ones by name, `textOf(name)` is the text of an ES module of the client's own, undefined for anything else,
// `named(wanted, from)` the name of what is imported, and `metaOf(name)` import.meta. It is called with a function that
// gives the exports of anything else by name.
export function makerOf(root, { modules, textOf, named, metaOf, context }) {
  const parts = new Map();
  const pending = [root];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (!parts.has(name) && textOf(name) !== undefined) {
      const factory = factoryOf(modules.get(name), textOf(name), context);
      if (factory === null) {
        return null;
      }
      const wanted = factory.wants.map((want) => [want, named(want, name)]);
      parts.set(name, { make: factory.make, meta: metaOf(name), wanted });
      pending.push(...wanted.map(([, file]) => file));
    }
  }
  return (others) => instanceOf(root, parts, others, new Map());
}

// The exports of the module `name`; those of `made` are there already, null while they are made.
function instanceOf(name, parts, others, made) {
  const known = made.get(name);
  if (known === null) {
    throw new Error(`${name} is imported by what it imports`);
  }
  if (known !== undefined) {
    return known;
  }
  made.set(name, null);
  const part = parts.get(name);
  let exports;
  if (part === undefined) {
    exports = others(name);
  } else {
    const imports = {};
    for (const [want, file] of part.wanted) {
      imports[want] = instanceOf(file, parts, others, made);
    }
    exports = part.make.call(undefined, { imports, meta: { ...part.meta } });
  }
  made.set(name, exports);
  return exports;
}
