// The ways in which a client's module can be driven, the likeliest first.
//
// Rules:
// - An entry is (name, way); the name says how it is reached: `createChat().send` is a method of what `createChat` gives.
// - The objects of classes and factories are examined once, when the module is loaded; a factory is known by its name
//   or text.
// - Nothing is decided here: the caller tries the entries at the baseline and takes the first that gives the answer.

import { isEar } from './callbacks.mjs';
import { flattened } from './mount.mjs';
import { isComponent, screenOf } from '../platform/react.mjs';
import { parametersOf, readOnce, textOf, valuesFor } from './parameters.mjs';

const TAKES = ['push', 'feed', 'write', 'decode', 'append', 'parse', 'process', 'consume', 'onChunk', 'addChunk', 'handleChunk', 'add', 'receive', 'put', 'accept', 'ingest', 'transform', 'handle', 'onData'];
const TAKES_TOO = /^(?:on|handle|process|parse|decode|push|feed|add|receive|consume|append|read|write)\w*(?:chunk|piece|bytes|buffer)\w*$/i;
const ENDS = ['end', 'flush', 'close', 'finish', 'done', 'complete'];
const ENDS_TOO = /^(?:on)?(?:end|flush|finish|complete|complate|done)/i;
const IS_FACTORY = /^(?:use|create|make|build|init|new|get|setup|define|open)(?:[A-Z_]|$)/;
const GIVES_OBJECT = /return\s*\{|=>\s*\(\{|return\s+new\b|=>\s*new\b|return\s+(?:async\s+)?function|return\s+(?:async\s*)?\(|=>\s*(?:async\s*)?\([^)]*\)\s*=>|return\s+(?:self|this|api|instance|parser|decoder|client)\b/;
const ASKS = /send|ask|chat|submit|stream|request|generate|query|confirm|search|start|connect|open|run|fetch|post|call|listen|complet|create|message|talk|tap|click|load|sse/i;
const IS_ASKING = /\brequest\b|\bfetch\b|stream|sse|chat/i;
const IS_CHUNKED = /enableChunked|onChunkReceived|stream|sse(?![a-z])|getReader/i;
const IS_DECODING = /chunk|decode|parse|piece|stream|event|buffer|utf|sse|data/i;
const LIFE = /^(?:on(?:Load|Show|Hide|Ready|Unload|PullDownRefresh|ReachBottom|ShareAppMessage|PageScroll|Resize)|created|attached|ready|detached|mounted|data|setup|constructor|setData|triggerEvent|toString|abort|stop|cancel|close|destroy|disconnect|dispose|off|on|once|emit|addEventListener|removeEventListener|clear\w*|reset\w*|remove\w*|delete\w*|\$\w*|toJSON)$/;
const MOST = 16; // methods of one object

// A property, or undefined where it can't be read.
function read(object, key) {
  try {
    return object[key];
  } catch (error) {
    return undefined;
  }
}

const isObject = (value) => value !== null && typeof value === 'object';
export const isClass = (value) => typeof value === 'function' && (/^class\b/.test(textOf(value))
  || Object.getOwnPropertyNames(value.prototype ?? {}).some((name) => name !== 'constructor'));

const methodNamed = (value, names, pattern) => {
  if (value === null || value === undefined || isEar(value) || typeof read(value, 'onHeadersReceived') === 'function') {
    return undefined; // nothing, one of its arguments, or the platform's task
  }
  return names.find((name) => typeof read(value, name) === 'function') ?? functionsOf(value).find((name) => pattern.test(name));
};
export const takesOf = (value) => methodNamed(value, TAKES, TAKES_TOO);
export const endsOf = (value) => methodNamed(value, ENDS, ENDS_TOO);

function functionsOf(value) {
  const found = new Set();
  for (let at = value; at && at !== Object.prototype && at !== Function.prototype && Object.getPrototypeOf(at); at = Object.getPrototypeOf(at)) {
    for (const [name, { value: one }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof one === 'function' && name !== 'constructor') {
        found.add(name);
      }
    }
  }
  return [...found];
}

const likely = (name, run) => (ASKS.test(name) ? 2 : 0) + (IS_ASKING.test(textOf(run)) ? 1 : 0);

const byLikelihood = (names, object) => names.filter((name) => !LIFE.test(name) && typeof read(object, name) === 'function').map((name) => [name, likely(name, object[name])])
  .sort((a, b) => b[1] - a[1]).map(([name]) => name).slice(0, MOST);

// The methods of an object that may ask, the likeliest first; those of objects in it as `completions.create`.
export function methodsOf(value, depth = 2) {
  const own = functionsOf(value).filter((name) => !LIFE.test(name)).map((name) => [name, likely(name, value[name])]);
  const inner = depth === 0 ? [] : Object.keys(value).map((name) => [name, read(value, name)])
    .filter(([name, one]) => isObject(one) && !name.startsWith('$') && !Array.isArray(one) && !one.__v_isRef && one !== value)
    .flatMap(([name, one]) => methodsOf(one, depth - 1).map((method) => [`${name}.${method}`, 1]));
  return [...own, ...inner].sort((a, b) => b[1] - a[1]).map(([name]) => name).slice(0, MOST);
}

const CALLS_HANDLER = /\bthis\.(on[A-Za-z]\w*)\s*(?:\?\.\s*)?\(/g;
const handlersIn = (text) => [...text.matchAll(CALLS_HANDLER)].map(([, name]) => name);

// An object, with a place for each handler of its own that its class calls and nobody has set: `this.onmessage?.(x)`.
function withHandlers(object) {
  for (let of = Object.isExtensible(object) ? read(object, 'constructor') : undefined; isClass(of); of = Object.getPrototypeOf(of)) {
    readOnce(of, 'handlers', handlersIn).filter((name) => !(name in object)).forEach((name) => { object[name] = null; });
  }
  return object;
}

// The object or function behind a part of an entry: a class built, a factory called, a component of React drawn, an
// object as it is.
export function made(value, kind, world) {
  if (kind === 'class') {
    return withHandlers(new value(...valuesFor(value, world))); // eslint-disable-line new-cap
  }
  if (kind === 'screen') {
    return screenOf(value);
  }
  return kind === 'factory' ? value(...valuesFor(value, world)) : isObject(value) ? withHandlers(value) : value;
}

// Whether an object is of the platform's own class: a TextDecoder that is exported does no work of the client.
const isBuiltin = (value) => {
  const { constructor } = Object.getPrototypeOf(value) ?? {};
  return typeof constructor === 'function' && constructor.name !== 'Object' && globalThis[constructor.name] === constructor;
};

export const isVue = (value) => isObject(value) && (typeof value.setup === 'function' || (isObject(value.methods) || typeof value.data === 'function') && !Array.isArray(value));

// `text`: that of the class or factory; one that listens to its own request gets the platform's pieces, which are bytes.
function fromObject(add, object, { name, kind, isStore, text = '' }, asks) {
  const isDecoder = takesOf(object) !== undefined;
  if (isDecoder) {
    add(asks ? 3 : 0, { name, way: 'decoder', kind, listens: /\bonChunkReceived\b/.test(text) });
  }
  if (asks || !isDecoder) {
    const way = isStore ? 'store' : kind === 'factory' && /^use[A-Z]/.test(name) ? 'composable' : 'method';
    if (asks && kind !== 'object' && kind !== 'screen') {
      add(2.5, { name: `${name}()`, way, kind, method: '' });
    }
    methodsOf(object).forEach((method) => add(2, { name: `${name}${kind === 'object' ? '' : '()'}.${method}`, way, kind, method }));
  }
}

function fromExport(add, name, value, asks, world) {
  if (isVue(value)) {
    add(2, { name, way: 'vue', kind: 'vue' });
    byLikelihood(Object.keys(value.methods ?? {}), value.methods).forEach((method) => add(2, { name: `${name}.${method}`, way: 'vue', kind: 'vue', method }));
    return;
  }
  if (isObject(value)) {
    if (!isBuiltin(value)) {
      fromObject(add, value, { name, kind: 'object' }, asks);
    }
    return;
  }
  if (typeof value !== 'function') {
    return;
  }
  const built = isClass(value);
  const text = textOf(value);
  const isAsync = /^async/.test(text);
  if (isComponent(value, text)) {
    fromObject(add, screenOf(value), { name, kind: 'screen' }, asks);
    return;
  }
  let given;
  if (built || (!isAsync && (IS_FACTORY.test(name) || '$id' in value || GIVES_OBJECT.test(text)))) {
    try {
      given = made(value, built ? 'class' : 'factory', world);
    } catch (error) {
      given = undefined; // it can't be built with these arguments: its run will say why
    }
  }
  if (isEar(given)) {
    given = undefined;
  }
  if (isObject(given) && typeof given.then !== 'function') {
    fromObject(add, given, { name, kind: built ? 'class' : 'factory', isStore: '$id' in value, text }, asks);
  } else if (typeof given === 'function' && !built) {
    add(asks ? 2 : 1, { name: `${name}()`, way: asks ? 'request' : 'piece', kind: 'factory', method: '' });
    add(2, { name: `${name}()`, way: 'chunks', kind: 'factory', method: '' });
  } else if (built || given === undefined) {
    add(asks ? 5 : 0, { name, way: 'decoder', kind: built ? 'class' : 'factory' });
  }
  if (built) {
    return;
  }
  if (asks) {
    add(IS_CHUNKED.test(text) || IS_CHUNKED.test(name) ? 0.9 : likely(name, value) === 0 ? 1.5 : 1, { name, way: 'request', kind: 'object' });
  }
  if (!asks || IS_DECODING.test(name) || IS_DECODING.test(parametersOf(value)[0] ?? '')) {
    add(asks ? 4 : 2, { name, way: 'chunks', kind: 'object' });
  }
  if (!asks || (!isAsync && parametersOf(value).length > 0 && !/\brequest\s*\(|\bfetch\s*\(/.test(text))) {
    add(4, { name, way: 'piece', kind: 'object' });
  }
}

// An adapter is a default export named `drive` with one destructured parameter: docs/check.md has the contract.
const isAdapter = (value) => typeof value === 'function' && value.name === 'drive' && /^(?:async\s+)?function\s*\*?\s*drive\s*\(\s*\{/.test(textOf(value));

// The entries of a module, and of what it registered with Page() and Component(). `asks`: its text names a way to ask.
export async function entriesOf(namespace, { asks, registered, world, mount }) {
  if (isAdapter(namespace.default)) {
    return [{ name: 'drive', way: 'adapter', kind: 'object' }];
  }
  const found = [];
  const add = (rank, entry) => found.push({ rank, ...entry });
  for (const [number, { kind, options }] of registered.entries()) {
    const name = registered.length > 1 ? `${kind}[${number}]` : kind;
    const way = kind.toLowerCase();
    const methods = kind === 'Page' ? options : flattened(options).methods;
    add(1, { name, way, kind: way, number });
    methodsOf(methods, 0).forEach((method) => add(1.2, { name: `${name}.${method}`, way, kind: way, number, method }));
  }
  const names = Object.keys(namespace).sort((a, b) => (b === 'default') - (a === 'default'));
  const seen = new Set();
  for (const name of names) {
    const value = namespace[name];
    if (!seen.has(value)) {
      seen.add(value);
      try {
        fromExport(add, name, value, asks, world);
      } catch (error) {
        continue; // a proxy that allows nothing
      }
      if (isVue(value) && typeof value.setup === 'function') {
        const object = await mount(value).catch(() => ({}));
        byLikelihood(Object.keys(object), object).forEach((method) => add(2, { name: `${name}.${method}`, way: 'vue', kind: 'vue', method }));
      }
    }
  }
  if (asks) {
    add(6, { name: 'import', way: 'import', kind: 'object' });
  }
  const once = new Map(found.map((one) => [`${one.name} ${one.way}`, one]));
  return [...once.values()].sort((a, b) => a.rank - b.rank);
}

