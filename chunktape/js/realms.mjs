// The realms that clients run in, one per profile and kept, and the platform's objects in them.

import vm from 'node:vm';
import { provide, storedValues } from './loader.mjs';
import { createPlatform } from './wx.mjs';

const BROWSER_HAS = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'AbortController', 'ReadableStream', 'TransformStream',
  'TextDecoderStream', 'Response', 'Headers', 'Event', 'EventTarget', 'atob', 'btoa', 'structuredClone'];
export const PLATFORMS = ['wx', 'uni', 'Taro', 'swan'];

// The platform's own limit of 60 s is no part of what is checked.
const NO_LIMIT = { setTimeout: () => 0, clearTimeout: () => {} };
const realms = new Map();
let world = null; // of the run that is under way: what belongs to a run is reached through it

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
      console: new Proxy({}, { get: () => () => {} }),
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
      globals,
      ArrayBuffer: run('ArrayBuffer'),
      Uint8Array: run('Uint8Array'),
      platform: isPhone ? profile : 'device',
    });
  }
  return realms.get(profile);
}

// Taro's task is a promise of the answer, too.
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
    answer.catch(() => {}); // who gave a callback need not wait for it
    return Object.assign(answer, task);
  };
}

// From now on the realm is that of `run`, a world: its platforms, its clock.
export function enter(realm, run) {
  world = run;
  const platform = createPlatform({ profile: realm.platform, realm, send: run.send, timers: NO_LIMIT, stored: storedValues() });
  const soft = (of) => new Proxy(of, {
    get: (target, key) => (key in target || typeof key !== 'string' ? target[key] : () => undefined),
  });
  const app = { globalData: {} };
  realm.globals.getApp = () => app;
  for (const name of PLATFORMS) {
    realm.globals[name] = soft(name === 'Taro' ? { ...platform, request: promised(platform.request) } : platform);
  }
  provide(realm.globals);
}
