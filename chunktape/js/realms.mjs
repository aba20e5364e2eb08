// The realms that clients run in, one per profile and kept, and what belongs to one run in them.

import vm from 'node:vm';
import { provide } from './loader.mjs';
import { platformsOf, PLATFORMS } from './platform/platforms.mjs';
import { createRegistry } from './platform/registry.mjs';
import { createStub } from './platform/stub.mjs';

const BROWSER_HAS = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'AbortController', 'ReadableStream', 'TransformStream',
  'TextDecoderStream', 'Response', 'Headers', 'Event', 'EventTarget', 'atob', 'btoa', 'structuredClone'];

// Names in comments don't count.
const withoutComments = (text) => text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

// The platforms that a client looks for before it uses them: `typeof swan`, `globalThis.swan`, `'swan' in window`.
export function soughtIn(whole) {
  const text = withoutComments(whole);
  const asked = (name) => `\\btypeof\\s*\\(?\\s*${name}\\b|\\b(?:globalThis|window|self|global)\\??\\.${name}\\b|['"]${name}['"]\\s+in\\b`;
  return PLATFORMS.filter((name) => new RegExp(asked(name)).test(text));
}

// Baidu's platform has no name in the text of a client that is compiled for it: uni-app's conditions, and Taro's.
const FOR_SWAN = [/#ifn?def\b.*\bMP-BAIDU\b/, /\bTARO_ENV\b.*['"]swan['"]|['"]swan['"].*\bTARO_ENV\b/];

// The platforms that a client's text uses, also by another name (`const api = wx`), and `fetch`, also for
// XMLHttpRequest: where it asks in the manner of browsers. `packages` are those of its project.
export function usesOf(whole, packages = []) {
  const text = withoutComments(whole);
  const sought = soughtIn(whole);
  const isUsed = (name) => [
    new RegExp(`\\b${name}\\s*(?:\\.|\\?\\.|\\[['"]|\\)\\.)`),
    new RegExp(`=\\s*${name}\\s*(?:[;,)]|$)`, 'm'),
    ...(sought.length > 0 ? [new RegExp(`(?<![.\\w$'"])${name}(?![\\w$'"])(?!\\s*:)`)] : []), // `typeof swan === 'undefined' ? wx : swan`
  ].some((pattern) => pattern.test(text));
  const uses = PLATFORMS.filter((name) => sought.includes(name) || isUsed(name) || (name === 'Taro' && /@tarojs\/taro/.test(text)));
  const isForSwan = FOR_SWAN.some((pattern) => pattern.test(whole)) || (uses.includes('Taro') && packages.includes('@tarojs/plugin-platform-swan'));
  if (isForSwan && uses.length > 0 && !uses.includes('swan')) {
    uses.push('swan');
  }
  return /\bfetch\s*\(|\bfetch\.(?:call|bind)\b|\bXMLHttpRequest\b/.test(text) ? [...uses, 'fetch'] : uses;
}

const realms = new Map();
let world = null; // the world of the run that is under way: what belongs to a run is reached through it
let registry = null; // the pages and components that the run registers
let makers = null; // the makers of the run's platforms, by name
const made = new Map(); // the values of the names that belong to the run

// What a client in a browser may touch beside what it asks with.
function browserOf(context) {
  const place = { href: 'http://127.0.0.1/', origin: 'http://127.0.0.1', protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', pathname: '/', search: '', hash: '' };
  return { window: context, self: context, addEventListener() {}, removeEventListener() {}, document: createStub({ hidden: false, visibilityState: 'visible' }), history: createStub(), navigator: { userAgent: 'Mozilla/5.0', language: 'zh-CN', onLine: true }, location: { ...place, assign() {}, replace() {}, reload() {} } };
}

// Names of a browser that a mini-program's modules get as `undefined`: a bare `self` does not throw there.
const SHADOWED = ['window', 'document', 'frames', 'self', 'location', 'navigator', 'localStorage', 'history', 'screen', 'alert', 'confirm', 'prompt', 'XMLHttpRequest', 'WebSocket'];

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
      console: new Proxy({}, { get: (of, name) => (...args) => world?.print(`console.${String(name)}`, args) }),
      __hook: (name, todo) => world.hooks.push([name, todo]),
      __date: () => world.clock.date(),
    });
    const run = (text) => (isPhone ? vm.runInContext(text, context) : vm.runInThisContext(text));
    run(TO_DATE);
    if (profile === 'devtools' || profile === 'uni-h5') {
      BROWSER_HAS.forEach((name) => { context[name] = globalThis[name]; });
    }
    if (profile === 'uni-h5') {
      Object.assign(context, browserOf(context));
    } else if (isPhone) {
      SHADOWED.forEach((name) => { context[name] = undefined; });
    }
    if (!isPhone) {
      globals.setImmediate = (todo, ...args) => world.clock.setTimeout(todo, 0, ...args);
    }
    const realm = {
      context,
      profile,
      globals,
      ArrayBuffer: run('ArrayBuffer'),
      Uint8Array: run('Uint8Array'),
      platform: isPhone ? profile : 'device',
      builtins: run('({ JSON, String, globalThis })'),
      copy: run('(value) => JSON.parse(JSON.stringify(value))'),
      hasFetch: profile === 'node' || profile === 'uni-h5',
      registered: () => registry?.registered ?? [],
    };
    realm.own = ownNames(realm);
    realm.platforms = Object.defineProperties({}, Object.fromEntries(realm.own.filter(([name]) => PLATFORMS.includes(name))));
    realms.set(profile, realm);
  }
  return realms.get(profile);
}

// A mini-program has an object `global` that is empty.
const HAS_GLOBAL = ['device', 'devtools'];

const IS_BROWSERS = /(?<![\w$.'"`])(?:window|document|location|history)\s*(?:\.|\[)/;

// A client for browsers alone is run where they have a window: `text` is its own, or the words of the error that it had.
export function giveBrowser(realm, text) {
  const lacks = realm.profile === 'node' && !('window' in realm.globals) && (IS_BROWSERS.test(withoutComments(text)) || /^(?:window|document|location|history) is not defined/.test(text));
  if (lacks) {
    const { navigator, ...rest } = browserOf(realm.globals);
    Object.assign(realm.globals, rest);
  }
  return lacks;
}

// The names whose values belong to a run, as [name, descriptor]. A value is made when the run first reads it.
function ownNames(realm) {
  const names = [...PLATFORMS, ...Object.keys(createRegistry().globals), ...(realm.hasFetch ? ['fetch', 'XMLHttpRequest', 'localStorage', 'sessionStorage'] : []), ...(HAS_GLOBAL.includes(realm.profile) ? ['global'] : [])];
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

// What a profile's platform lacks. A browser may have `wx`, as an alias of uni or as WeChat's own script, and Node
// stands for whatever runs a client: there only what the client looks for is missing, so that its next branch is run.
const LACKS = { device: ['swan'], devtools: ['swan'], swan: ['wx'], 'uni-h5': [], node: [] };
const MAY_LACK = { 'uni-h5': ['wx', 'swan'], node: ['wx', 'swan'] };

// The names of `realm` that a run does not find there; the same list for the same client.
function lackedBy(realm, { sought }) {
  if (realm.sought !== sought) {
    realm.sought = sought;
    realm.lacks = [...LACKS[realm.profile], ...(MAY_LACK[realm.profile] ?? []).filter((name) => sought.includes(name))];
  }
  return realm.lacks;
}

// From now on the realm is that of `run`, a world: its platforms, its clock, what it registers.
export function enter(realm, run) {
  world = run;
  registry = null;
  makers = null;
  made.clear();
  const lacks = lackedBy(realm, run);
  for (const [name, own] of realm.own) {
    if (lacks.includes(name)) {
      delete realm.globals[name];
    } else if (Object.getOwnPropertyDescriptor(realm.globals, name)?.get !== own.get) { // a client may define it anew
      Object.defineProperty(realm.globals, name, own);
    }
  }
  provide(realm.globals);
}
