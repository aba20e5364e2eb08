// The mini-program's own globals: Page, Component, Behavior, App, getApp and getCurrentPages. They keep what a module
// registers, to be driven.

import { createStub } from './stub.mjs';

// `registered` is [{ kind: 'Page' or 'Component', options }], in order.
export function createRegistry() {
  const registered = [];
  let app = null;

  // The app's data of a person who is logged in; fields that were not set are stubs.
  function globalsOf(data) {
    const unset = createStub();
    return new Proxy(data, { get: (of, key) => (key in of || typeof key !== 'string' ? of[key] : /token|id$/i.test(key) ? 'test' : /url|host|api/i.test(key) ? 'http://127.0.0.1' : unset[key]) });
  }

  function register(options = {}) {
    const unset = createStub();
    const made = { ...options, globalData: globalsOf(options.globalData ?? {}) };
    app = new Proxy(made, { get: (of, key) => (key in of || typeof key !== 'string' ? of[key] : unset[key]) });
    return app;
  }

  return {
    registered,
    globals: {
      App: (options) => { register(options); },
      getApp: () => app ?? register(),
      Page: (options = {}) => { registered.push({ kind: 'Page', options }); },
      Component: (options = {}) => { registered.push({ kind: 'Component', options }); },
      Behavior: (options) => options,
      getCurrentPages: () => [{ route: 'pages/index', options: {} }],
    },
  };
}
