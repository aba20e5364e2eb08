// The state of an object: its data as plain values, and one place in it, written as an expression
// (`page.data.messages.at(-1).text`).
//
// Rules:
// - While the way to drive a client is looked for, the whole state is reported whenever it has changed.
// - Once the place of the answer is known (`look`), only that text is reported, whenever it has changed; nothing is
//   reported once it is known that the answer comes by a callback or result.

const DEEP = 8;
const MANY = 400; // entries of a list
const LONG = 300000; // characters of a state
const ROOM = 4; // characters of an answer for each byte of its stream, at most
const HAS_TEXT = /:"[^"]/;

function own(value) {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(value) ?? {}));
  return [...Object.keys(value), ...getters.filter(([name, { get }]) => get && name !== '__proto__').map(([name]) => name)];
}

// A copy of `value` that has JSON: a ref of Vue is { value }; functions, bytes, circles and texts of more than `longest`
// characters are left out.
function plain(value, longest, depth = DEEP, above = []) {
  if (typeof value === 'string') {
    return value.length > longest ? undefined : value;
  }
  if (typeof value === 'boolean' || typeof value === 'number' || value === null) {
    return value;
  }
  if (typeof value !== 'object' || depth === 0 || above.includes(value) || ArrayBuffer.isView(value) || typeof value.then === 'function') {
    return undefined;
  }
  const inner = [...above, value];
  if (value.__v_isRef) {
    return { value: plain(value.value, longest, depth - 1, inner) };
  }
  if (Array.isArray(value)) {
    return value.length > MANY ? undefined : value.map((one) => plain(one, longest, depth - 1, inner) ?? null);
  }
  const made = {};
  for (const key of own(value)) {
    if (!key.startsWith('$')) {
      try {
        const found = plain(value[key], longest, depth - 1, inner);
        if (found !== undefined) {
          made[key] = found;
        }
      } catch (error) {
        // A getter that can't be read yet is left out.
      }
    }
  }
  return made;
}

// The value of an expression such as `page.data.messages.at(-1).text` below `root`, whose name comes first.
export function valueAt(expression, root) {
  const steps = [...expression.matchAll(/\.at\((-?\d+)\)|\.([\w$]+)|\[("(?:[^"\\]|\\.)*")\]/g)];
  return steps.reduce((value, [, at, name, quoted]) => (
    at !== undefined ? value?.at?.(Number(at)) : value?.[name ?? JSON.parse(quoted)]
  ), root);
}

// In a traced run the object that holds the text at `expression` tells `world` when it is written.
function listenToWrites(world, expression, root) {
  const [, above, key] = /^(.*)\.([\w$]+)$/.exec(expression) ?? [];
  const owner = key === undefined ? undefined : valueAt(above, root);
  if (owner === null || typeof owner !== 'object') {
    return;
  }
  let holder = owner;
  while (holder !== null && !Object.hasOwn(holder, key)) {
    holder = Object.getPrototypeOf(holder);
  }
  const was = holder && Object.getOwnPropertyDescriptor(holder, key);
  if (!was || was.set?.isOurs || (holder === owner && !was.configurable) || (was.get && !was.set) || was.writable === false) {
    return;
  }
  let held = was.value;
  const set = (value) => {
    world.wrote();
    if (was.set) {
      was.set.call(owner, value);
    } else {
      held = value;
    }
  };
  set.isOurs = true;
  const get = () => (was.get ? was.get.call(owner) : held);
  Object.defineProperty(owner, key, { get, set, enumerable: holder === owner && was.enumerable, configurable: true });
}

// From now on `root`'s state is reported to `world` after each piece, as `name`.
export function watch(world, name, root, pick = (value) => value) {
  const longest = ROOM * world.tape.body.length; // what a client keeps beside its answer may be larger
  const isSought = world.look.startsWith(`${name}.`);
  if (world.heard || (world.look !== '' && !isSought)) {
    return;
  }
  let last;
  world.looks.push(() => {
    if (isSought && world.trace) {
      listenToWrites(world, world.look, root);
    }
    const shown = isSought ? valueAt(world.look, root) : JSON.stringify(plain(pick(root), longest));
    if (shown !== last && shown !== undefined && (isSought || (HAS_TEXT.test(shown) && shown.length < LONG))) {
      last = shown;
      world.say(isSought ? world.look : name, isSought ? shown : JSON.parse(shown));
    }
  });
}

// The same for the result of a function.
export function watchText(world, source, read) {
  let last;
  world.looks.push(() => {
    let shown;
    try {
      shown = read();
    } catch (error) {
      return; // not there yet
    }
    if (shown !== last) {
      last = shown;
      world.say(source, shown);
    }
  });
}
