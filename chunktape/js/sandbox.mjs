// Loads the examples' modules into a JavaScript realm of their own, which has what a phone has: no
// TextDecoder, no URL, no fetch, and ArrayBuffers that are not Node's. ES modules need
// `node --experimental-vm-modules`.

import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const TIMERS = { setTimeout, clearTimeout, setInterval, clearInterval };

// `globals` is what the platform gives: { wx } or { uni }, Page, App.
export function createRealm(globals = {}) {
  const context = vm.createContext({ ...TIMERS, ...globals });
  return {
    context,
    modules: new Map(), // modules that requireInto has loaded
    ArrayBuffer: vm.runInContext('ArrayBuffer', context),
    Uint8Array: vm.runInContext('Uint8Array', context),
    // Names are set later where the platform needs the realm first.
    provide: (more) => Object.assign(context, more),
  };
}

// A CommonJS loader as mini-programs have it: relative paths with their extension, one instance per file
// and realm.
export function requireInto(realm, file) {
  const loaded = realm.modules;
  function load(name) {
    if (!loaded.has(name)) {
      const module = { exports: {} };
      loaded.set(name, module);
      const wrapped = `(function (require, module, exports) {${fs.readFileSync(name, 'utf8')}\n})`;
      const run = vm.runInContext(wrapped, realm.context, { filename: name });
      run((wanted) => load(path.resolve(path.dirname(name), wanted)), module, module.exports);
    }
    return loaded.get(name).exports;
  }
  return load(path.resolve(file));
}

// The part of Vue that a composable without a component touches.
const VUE = {
  ref: (value) => ({ value }),
  getCurrentScope: () => undefined,
  onScopeDispose: () => {},
};

export async function importInto(realm, file) {
  const loaded = new Map();
  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, name === 'vue'
        ? new vm.SyntheticModule(Object.keys(VUE), function fill() {
          for (const [key, value] of Object.entries(VUE)) {
            this.setExport(key, value);
          }
        }, { context: realm.context, identifier: name })
        : new vm.SourceTextModule(fs.readFileSync(name, 'utf8'), {
          context: realm.context,
          identifier: name,
          initializeImportMeta: (meta) => {
            meta.env = { VITE_BASE_URL: 'http://127.0.0.1:8799', DEV: true };
          },
        }));
    }
    return loaded.get(name);
  }
  const module = load(path.resolve(file));
  await module.link((wanted, from) => load(wanted === 'vue' ? wanted : path.resolve(path.dirname(from.identifier), wanted)));
  await module.evaluate();
  return module.namespace;
}
