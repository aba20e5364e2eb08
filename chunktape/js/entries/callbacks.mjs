// Ears stand in for the callbacks, listeners and handlers that a client calls, and collect what it calls them with.

const ENDED = /^(?:done|end|ended|close|closed|complete|completed|finish|finished|success|stop|stopped)$/;
const FAILED = /^(?:err|errors?|fail|failed|failure|reject|rejected|catch)$/;
const EVENTS = ['data', 'message', 'chunk', 'text', 'token', 'delta', 'event', 'content', 'update', 'end', 'done', 'close', 'complete', 'finish', 'error'];
const EAR = Symbol('ear');
const OWN_LISTEN = Symbol.for('chunktape.listen'); // a task's own onChunkReceived: platform/platforms.mjs
const IS_HANDLER = /^on[A-Za-z]/;
const IS_HEARD = /^on[A-Z]|^(?:callback|success|fail|complete|next|error|done|message|progress|text|delta|chunk|token|content|start|open|finish|close|end|data|update|onmessage|onerror|onopen|onclose)$/;

// What a call of a callback with the name `as` means: a failure, the end, or a value of the client.
export function kindOf(as) {
  const words = as.replace(/^on(?=[a-z])/, '').split(/(?=[A-Z])|[^A-Za-z]+/).map((word) => word.toLowerCase());
  return words.some((word) => FAILED.test(word)) ? 'fail' : words.some((word) => ENDED.test(word)) ? 'end' : 'say';
}

function hears(world, as) {
  const kind = kindOf(as);
  const source = as || 'callback';
  return (...args) => {
    if (kind === 'fail') {
      world.fail(args[0] ?? args[1]);
      return;
    }
    if (kind === 'end') {
      world.end(as);
    }
    for (let number = 0; number < args.length; number += 1) {
      if (typeof args[number] !== 'boolean' && typeof args[number] !== 'number') {
        world.say(number === 0 ? source : `${source} argument ${number + 1}`, args[number]);
      }
    }
  };
}

// A callback under every name: it collects calls of itself, of `onText`, `success` or any other method. `given`: its
// other properties; `more`: names of callbacks that it has when it is spread; `target`: an object that can't be called.
export function ear(world, name, given = {}, more = [], target = hears(world, name)) {
  const own = [...new Set([...Object.keys(given), ...more, ...(typeof target === 'object' ? ['success', 'fail', 'complete'] : [])])];
  const get = (key) => {
    if (key in given) {
      return given[key];
    }
    return typeof key === 'string' && (IS_HEARD.test(key) || more.includes(key)) ? hears(world, key) : undefined;
  };
  return new Proxy(target, {
    get: (of, key) => (key === EAR ? true : key === 'toJSON' ? () => ({ ...given }) : get(key) ?? Reflect.get(of, key)),
    has: (of, key) => own.includes(key) || Reflect.has(of, key),
    ownKeys: () => own,
    getOwnPropertyDescriptor: (of, key) => (own.includes(key) ? { value: get(key), writable: true, enumerable: true, configurable: true } : undefined),
  });
}

// Whether a client returns one of its arguments.
export const isEar = (value) => value?.[EAR] === true;

// A decoder may keep its own callback as `on`.
const isEmitter = (value) => typeof value.on === 'function' && typeof (value.off ?? value.removeListener ?? value.emit) === 'function';

const KEEPS = (name) => new RegExp(`(?:push|add|set)\\s*\\([^)]*\\b${name}\\b|=\\s*${name}\\b|\\b(?:on|addEventListener)\\s*\\(`);

// The names of what an object has of its classes.
function inherited(value) {
  const names = [];
  for (let at = Object.getPrototypeOf(value); at && Object.getPrototypeOf(at); at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return names;
}

// Listens to an object: its events, and callbacks that are given to it (`client.onMessage = ...`,
// `client.onMessage(...)`). `events`: names of events beside the usual ones.
export function listenTo(value, world, events = []) {
  if (value === null || value === undefined || (typeof value !== 'object' && typeof value !== 'function')) {
    return;
  }
  if (isEmitter(value) || typeof value.addEventListener === 'function') {
    const listen = (isEmitter(value) ? value.on : value.addEventListener).bind(value);
    [...new Set([...EVENTS, ...events])].forEach((name) => listen(name, ear(world, name)));
  }
  const isHandler = (key) => IS_HANDLER.test(key) && key !== 'once';
  for (const key of new Set([...Object.keys(value), ...inherited(value)].filter(isHandler))) {
    const found = value[key];
    if (found === null || found === undefined) {
      value[key] = ear(world, key);
    } else if (typeof found === 'function' && found.length === 1) {
      const text = Function.prototype.toString.call(found);
      const name = /\(?\s*([\w$]+)/.exec(text.slice(Math.max(0, text.indexOf('('))))?.[1];
      if (name && KEEPS(name).test(text.slice(text.indexOf(')'))) && /cb|callback|fn|func|handler|listener|^on[A-Z]/i.test(name)) {
        found.call(value, ear(world, key));
      }
    }
  }
}

// Collects the result of a call: a promise, an iterator, an emitter, a list, an object that has one of them, or a
// value; at once where that is possible.
export function hearResult(value, world, source = 'return') {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'object' && typeof value !== 'function') {
    world.say(source, value);
    return undefined;
  }
  world.holds(value);
  return isEar(value) ? undefined : hearLater(value, world, source);
}

// What a client returned to be listened to: its own object with `onMessage(callback)`, or the platform's task whose way
// to listen is the client's now.
function listenToReturned(value, world) {
  if (!(OWN_LISTEN in value)) {
    listenTo(value, world);
  } else if (value.onChunkReceived !== value[OWN_LISTEN] && typeof value.onChunkReceived === 'function') {
    value.onChunkReceived(ear(world, 'onChunkReceived'));
  }
}

async function hearLater(value, world, source) {
  if (OWN_LISTEN in value) {
    listenToReturned(value, world);
  }
  if (typeof value[Symbol.asyncIterator] === 'function') {
    for await (const one of value) {
      if (world.left) {
        break;
      }
      world.say(source, one);
    }
    world.end();
  } else if (typeof value.then === 'function') {
    await hearResult(await value, world, source);
    world.end();
  } else if (typeof value === 'object' && typeof value[Symbol.iterator] === 'function' && !ArrayBuffer.isView(value)) {
    for (const one of value) {
      world.say(source, one);
    }
  } else if (typeof value === 'object' && (isEmitter(value) || typeof value.addEventListener === 'function')) {
    listenTo(value, world);
  } else {
    if (typeof value === 'object' && !ArrayBuffer.isView(value) && !(OWN_LISTEN in value)) {
      listenToReturned(value, world);
    }
    world.say(source, value);
    const inner = typeof value === 'object' && !ArrayBuffer.isView(value)
      ? Object.entries(value).filter(([, one]) => typeof one?.[Symbol.asyncIterator] === 'function' || typeof one?.then === 'function') : [];
    await Promise.all(inner.map(([key, one]) => hearResult(one, world, `${source} ${key}`)));
  }
}
