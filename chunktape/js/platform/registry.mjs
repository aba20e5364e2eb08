// The mini-program's own globals: Page, Component, Behavior, App, getApp and getCurrentPages. What a module registers is
// kept for who drives it.

import { createStub } from './stub.mjs';

// `registered` is [{ kind: 'Page' or 'Component', options }], in order.
export function createRegistry() {
  const registered = [];
  let app = null;

  // The app's data as a person who is logged in has it; what nobody set is there and says nothing.
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
