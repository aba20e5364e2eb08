// The realms that clients run in, one per profile and kept, and the platform's objects in them.

import vm from 'node:vm';
import { provide, storedValues } from './loader.mjs';
import { createApis, withAllApis } from './platform/apis.mjs';
import { createFetch } from './platform/fetch.mjs';
import { createRegistry } from './platform/registry.mjs';
import { createXhr } from './platform/xhr.mjs';
import { createPlatform } from './wx.mjs';

const BROWSER_HAS = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'AbortController', 'ReadableStream', 'TransformStream',
  'TextDecoderStream', 'Response', 'Headers', 'Event', 'EventTarget', 'atob', 'btoa', 'structuredClone'];
export const PLATFORMS = ['wx', 'uni', 'Taro', 'swan'];

// The names in comments don't count.
const withoutComments = (text) => text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

// The platforms that a client looks for before it uses them: `typeof swan`, `globalThis.swan`, `'swan' in window`.
export function soughtIn(whole) {
  const text = withoutComments(whole);
  const asked = (name) => `\\btypeof\\s*\\(?\\s*${name}\\b|\\b(?:globalThis|window|self|global)\\??\\.${name}\\b|['"]${name}['"]\\s+in\\b`;
  return PLATFORMS.filter((name) => new RegExp(asked(name)).test(text));
}

// The platforms that a client's text uses, also by another name (`const api = wx`), and `fetch`, also for
// XMLHttpRequest: where it asks in the manner of browsers.
export function usesOf(whole) {
  const text = withoutComments(whole);
  const sought = soughtIn(whole);
  const isUsed = (name) => [
    new RegExp(`\\b${name}\\s*(?:\\.|\\?\\.|\\[['"]|\\)\\.)`),
    new RegExp(`=\\s*${name}\\s*(?:[;,)]|$)`, 'm'),
    ...(sought.length > 0 ? [new RegExp(`(?<![.\\w$'"])${name}(?![\\w$'"])(?!\\s*:)`)] : []), // `typeof swan === 'undefined' ? wx : swan`
  ].some((pattern) => pattern.test(text));
  const uses = PLATFORMS.filter((name) => sought.includes(name) || isUsed(name) || (name === 'Taro' && /@tarojs\/taro/.test(text)));
  return /\bfetch\s*\(|\bfetch\.(?:call|bind)\b|\bXMLHttpRequest\b/.test(text) ? [...uses, 'fetch'] : uses;
}

// The platform's own limit of 60 s is not checked.
const NO_LIMIT = { setTimeout: () => 0, clearTimeout: () => {} };
const realms = new Map();
let world = null; // of the run that is under way: what belongs to a run is reached through it
let registry = createRegistry();

const TO_DATE = `{
  const now = __date;
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...args) { super(...(args.length === 0 ? [now()] : args)); }
    static now() { return now(); }
  };
  delete globalThis.__date;
}`;

// One realm per profile; what belongs to a run is reached through `world`. Node's is our own: names that are looked up in
// a context cost many times as much there.
export function realmOf(profile) {
  if (!realms.has(profile)) {
    const isPhone = profile !== 'node';
    const context = isPhone ? vm.createContext({ queueMicrotask }) : undefined;
    const globals = isPhone ? context : globalThis;
    for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval']) {
      globals[name] = (...args) => world.clock.globals[name](...args);
    }
    Object.assign(globals, {
      console: new Proxy({}, { get: (of, name) => (...args) => world?.print(name, args) }),
      __hook: (name, todo) => world.hooks.push([name, todo]),
      __date: () => world.clock.date(),
    });
    const run = (text) => (isPhone ? vm.runInContext(text, context) : vm.runInThisContext(text));
    run(TO_DATE);
    if (profile === 'devtools' || profile === 'uni-h5') {
      BROWSER_HAS.forEach((name) => { context[name] = globalThis[name]; });
    }
    if (!isPhone) {
      globals.setImmediate = (todo, ...args) => world.clock.globals.setTimeout(todo, 0, ...args);
    }
    realms.set(profile, {
      context,
      profile,
      globals,
      ArrayBuffer: run('ArrayBuffer'),
      Uint8Array: run('Uint8Array'),
      platform: isPhone ? profile : 'device',
      own: run('({ JSON, String, globalThis })'),
      copy: run('(value) => JSON.parse(JSON.stringify(value))'),
      hasFetch: profile === 'node' || profile === 'uni-h5',
      registered: () => registry.registered,
    });
  }
  return realms.get(profile);
}

// Taro's request(), whose task is also a promise of the answer.
function promised(request) {
  return (options) => {
    let task;
    const answer = new Promise((resolve, reject) => {
      const both = (callback, settle) => (result) => {
        callback?.(result);
        settle(result);
      };
      task = request({ ...options, success: both(options.success, resolve), fail: both(options.fail, reject) });
    });
    answer.catch(() => {}); // a client with a callback need not handle the promise
    return Object.assign(answer, task);
  };
}

// uni's request(): a task where a callback is given, else only a promise, of the answer (Vue 3) that can be taken apart as
// [error, answer] (Vue 2).
function taskOrPromise(request) {
  return (options) => {
    if (options.success || options.fail || options.complete) {
      return request(options);
    }
    return new Promise((resolve, reject) => {
      const success = (result) => resolve(Object.defineProperty(result, Symbol.iterator, { value: () => [null, result][Symbol.iterator]() }));
      request({ ...options, success, fail: reject });
    });
  };
}

// A client that asks for chunks asks for its login or its list without: that is answered at once, and is not the tape.
function chunkedOnly(request, later, isWanted) {
  return (options) => {
    if (options.enableChunked || !isWanted()) {
      return request(options);
    }
    later(() => {
      const result = { data: { code: 200, success: true, data: {} }, statusCode: 200, header: {}, cookies: [], errMsg: 'request:ok' };
      options.success?.(result);
      options.complete?.(result);
    });
    return { abort() {}, onHeadersReceived() {}, offHeadersReceived() {}, onChunkReceived() {}, offChunkReceived() {} };
  };
}

// What a profile's platform lacks. A browser may have `wx`, as an alias of uni or as WeChat's own script, and Node
// stands for whatever runs a client: there only what the client looks for is missing, so that its next branch is run.
const LACKS = { device: ['swan'], devtools: ['swan'], swan: ['wx'], 'uni-h5': ['wx', 'swan'], node: ['wx', 'uni', 'swan'] };
const NEVER_THERE = ['device', 'devtools', 'swan'];

// From now on the realm is that of `run`, a world: its platforms, its clock, what it registers.
export function enter(realm, run) {
  world = run;
  registry = createRegistry();
  const later = (todo) => run.clock.globals.setTimeout(todo, 0);
  const told = (name, value) => run.say(`event ${String(name)}`, value);
  const bare = createPlatform({ profile: realm.platform, realm, send: run.send, timers: NO_LIMIT });
  const platform = run.watched?.(bare) ?? bare; // a scene watches requests and listeners
  const request = chunkedOnly(platform.request, later, () => run.wantsChunks);
  const apis = { ...createApis({ later, told, stored: storedValues() }), request };
  realm.platforms = {};
  for (const name of PLATFORMS) {
    const own = { Taro: { request: promised(request), eventCenter: { on: apis.$on, off: apis.$off, trigger: apis.$emit } }, uni: { request: taskOrPromise(request) } }[name];
    realm.platforms[name] = withAllApis({ ...apis, ...own }, { later });
    if (LACKS[realm.profile].includes(name) && (NEVER_THERE.includes(realm.profile) || run.sought.includes(name))) {
      delete realm.globals[name];
    } else {
      realm.globals[name] = realm.platforms[name];
    }
  }
  Object.assign(realm.globals, registry.globals);
  if (realm.hasFetch) {
    realm.globals.fetch = createFetch({ realm, send: run.send });
    realm.globals.XMLHttpRequest = createXhr({ send: run.send });
  }
  provide(realm.globals);
}
