// The platform's objects of one run: `wx`, `uni`, `Taro`, `swan`, `fetch` and XMLHttpRequest, each made when the client
// first touches it, since most clients touch one of them or none.

import { storedValues } from '../loader.mjs';
import { createPlatform } from '../wx.mjs';
import { createApis, createStorage, withAllApis } from './apis.mjs';
import { Events } from './events.mjs';
import { createFetch } from './fetch.mjs';
import { createXhr } from './xhr.mjs';

const OWN_LISTEN = Symbol.for('chunktape.listen'); // on a task: entries/callbacks.mjs
export const PLATFORMS = ['wx', 'uni', 'Taro', 'swan'];

// The data of a browser's event stands in getters, which JSON leaves out: a client's own emitter may be an EventTarget.
Object.defineProperty(Event.prototype, 'toJSON', {
  configurable: true,
  value() { return { ...this, detail: this.detail, data: this.data }; },
});

// The platform's own limit of 60 s is not checked.
const NO_LIMIT = { setTimeout: () => 0, clearTimeout: () => {} };

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

// A task knows the platform's own way to listen to it: a client may put its own in the place.
function known(task) {
  task[OWN_LISTEN] = task.onChunkReceived;
  return task;
}

// A client that asks for chunks asks for its login or its list without: that is answered at once, and is not the tape.
function chunkedOnly(request, later, isWanted) {
  return (options) => {
    if (options.enableChunked || !isWanted()) {
      return known(request(options));
    }
    later(() => {
      const result = { data: { code: 200, success: true, data: {} }, statusCode: 200, header: {}, cookies: [], errMsg: 'request:ok' };
      options.success?.(result);
      options.complete?.(result);
    });
    return { abort() {}, onHeadersReceived() {}, offHeadersReceived() {}, onChunkReceived() {}, offChunkReceived() {} };
  };
}

// What the four platforms of a run have in common: its requests, its storage and its bus.
function sharedBy(run, realm, { later, send }) {
  const told = (name, value) => run.say(`event ${String(name)}`, value);
  const bare = createPlatform({ profile: realm.platform, realm, send, timers: NO_LIMIT });
  const platform = run.watched?.(bare) ?? bare; // a scene watches requests and listeners
  const request = chunkedOnly(platform.request, later, () => run.wantsChunks);
  return { ...createApis({ later, told, stored: storedValues() }), request };
}

const OWN = {
  Taro: ({ request, $on, $once, $off, $emit }) => ({ request: promised(request), Events, eventCenter: { on: $on, once: $once, off: $off, trigger: $emit } }),
  uni: ({ request }) => ({ request: taskOrPromise(request) }),
};

// The makers of the platform's objects, by name. `run` is a world.
export function platformsOf(run, realm) {
  const later = (todo) => run.clock.setTimeout(todo, 0);
  const send = (request, on) => run.send(request, on);
  let shared = null;
  const platform = (name) => () => {
    shared ??= sharedBy(run, realm, { later, send });
    return withAllApis({ ...shared, ...OWN[name]?.(shared) }, { later });
  };
  return {
    ...Object.fromEntries(PLATFORMS.map((name) => [name, platform(name)])),
    global: () => ({}),
    ...(realm.hasFetch && { fetch: () => createFetch({ realm, send }), XMLHttpRequest: () => createXhr({ send }), localStorage: () => createStorage(storedValues()), sessionStorage: () => createStorage([]) }),
  };
}
