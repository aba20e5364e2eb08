// The realms that clients run in, one per profile and kept, and what belongs to one run in them.

import vm from 'node:vm';
import { provide } from './loader.mjs';
import { platformsOf, PLATFORMS } from './platform/platforms.mjs';
import { createRegistry } from './platform/registry.mjs';

const BROWSER_HAS = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'AbortController', 'ReadableStream', 'TransformStream',
  'TextDecoderStream', 'Response', 'Headers', 'Event', 'EventTarget', 'atob', 'btoa', 'structuredClone'];

// The platforms that a client's text uses, and `fetch`, also for XMLHttpRequest: where it asks in the manner of browsers.
export function usesOf(whole) {
  const text = whole.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, ''); // names in comments don't count
  const uses = PLATFORMS.filter((name) => new RegExp(`\\b${name}\\s*(?:\\.|\\?\\.|\\[['"]|\\)\\.)`).test(text) || (name === 'Taro' && /@tarojs\/taro/.test(text)));
  return /\bfetch\s*\(|\bfetch\.(?:call|bind)\b|\bXMLHttpRequest\b/.test(text) ? [...uses, 'fetch'] : uses;
}

const realms = new Map();
let world = null; // of the run that is under way: what belongs to a run is reached through it
let registry = null; // what it registers
let makers = null; // of the run's platforms
const made = new Map(); // values of the run's own names

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
      globals[name] = (...args) => world.clock[name](...args);
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
      globals.setImmediate = (todo, ...args) => world.clock.setTimeout(todo, 0, ...args);
    }
    const realm = {
      context,
      globals,
      ArrayBuffer: run('ArrayBuffer'),
      Uint8Array: run('Uint8Array'),
      platform: isPhone ? profile : 'device',
      copy: run('(value) => JSON.parse(JSON.stringify(value))'),
      hasFetch: profile === 'node' || profile === 'uni-h5',
      registered: () => registry?.registered ?? [],
    };
    realm.own = ownNames(realm);
    realms.set(profile, realm);
  }
  return realms.get(profile);
}

// The names whose values belong to a run, as [name, descriptor]. A value is made when the run first reads it.
function ownNames(realm) {
  const names = [...PLATFORMS, ...Object.keys(createRegistry().globals), ...(realm.hasFetch ? ['fetch', 'XMLHttpRequest'] : [])];
  return names.map((name) => [name, {
    configurable: true,
    enumerable: true,
    get() {
      if (!made.has(name)) {
        registry ??= createRegistry();
        makers ??= platformsOf(world, realm);
        made.set(name, registry.globals[name] ?? makers[name]());
      }
      return made.get(name);
    },
    set(value) {
      made.set(name, value);
    },
  }]);
}

// From now on the realm is that of `run`, a world: its platforms, its clock, what it registers.
export function enter(realm, run) {
  world = run;
  registry = null;
  makers = null;
  made.clear();
  for (const [name, own] of realm.own) {
    if (Object.getOwnPropertyDescriptor(realm.globals, name)?.get !== own.get) { // a client may define it anew
      Object.defineProperty(realm.globals, name, own);
    }
  }
  provide(realm.globals);
}
