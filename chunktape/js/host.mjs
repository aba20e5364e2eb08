// Runs a client's module against a tape that is cut in many ways: the Node side of `chunktape check`.
//
//   node --experimental-vm-modules host.mjs
//
// Input and output are frames: a length of 4 bytes, big endian, then JSON. One answer for each request, in order.
//   { op: 'load', file }                            -> { entries: [{ name, way }], uses: [names] } or { error }
//   { op: 'body', id, base64 }                      -> {}
//   { op: 'run', body, cuts, profile, entry, feed } -> { said: [[piece, source, value]], error, asked, delivered, ended }
// Rules:
// - A fresh instance of the module for each run, in a realm that is kept per profile.
// - `piece` is the number of the last piece that the client had when it said something; -1 before the first.
// - After each piece timers of up to `SOON` ms run, and every promise; after the last one up to `LATE` ms.
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import fs from 'node:fs';
import vm from 'node:vm';
import { createClock } from './clock.mjs';
import { drive, entriesOf } from './entries.mjs';
import { loadFresh, readText } from './loader.mjs';
import { createPlatform } from './wx.mjs';

const SOON = 250;
const LATE = 120000;
const QUIET = 100; // turns of the loop without a piece taken
const HEADERS = ['Content-Type', 'text/event-stream; charset=utf-8', 'Transfer-Encoding', 'chunked'];
const BROWSER_HAS = ['TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'AbortController', 'ReadableStream', 'TransformStream',
  'TextDecoderStream', 'Response', 'Headers', 'Event', 'EventTarget', 'atob', 'btoa', 'structuredClone'];
const PLATFORMS = ['wx', 'uni', 'Taro', 'swan'];

// The platform's own limit of 60 s is no part of what is checked.
const NO_LIMIT = { setTimeout: () => 0, clearTimeout: () => {} };
const bodies = new Map();
const realms = new Map();
const turn = globalThis.setImmediate; // the client's own is the clock's
let file = '';
let entries = [];
let world = null; // of the run that is under way

const wordsOf = (error) => (error && typeof error === 'object' && 'message' in error ? `${error.name ?? 'Error'}: ${error.message}` : typeof error === 'object' ? JSON.stringify(error) : String(error));

function createWorld({ body, cuts, feed }) {
  const clock = createClock((error) => made.fail(error));
  const decoder = new TextDecoder();
  const result = { said: [], error: '', asked: false, delivered: 0, ended: false };
  let piece = -1;
  let isOver = false; // the result is handed out
  const settle = () => new Promise((resolve) => { turn(resolve); });

  const made = {
    clock,
    result,
    size: cuts.length + 1,
    over: () => { isOver = true; },
    asked: () => { result.asked = true; },
    end: () => { result.ended = result.ended || !isOver; },
    fail: (error) => {
      if (!isOver && !result.error) {
        result.error = wordsOf(error) || 'an error without words';
      }
    },
    say: (source, value) => {
      if (isOver || value === undefined || value === null || typeof value === 'function' || ArrayBuffer.isView(value)) {
        return;
      }
      if (typeof value === 'string') {
        result.said.push([piece, source, value]);
        return;
      }
      try {
        const plain = JSON.stringify(value);
        if (plain !== undefined) {
          result.said.push([piece, source, JSON.parse(plain)]);
        }
      } catch (error) {
        // What has no JSON says nothing that can be compared.
      }
    },
    // The pieces as Buffers that own their bytes, one after the other; the client rests between two.
    async each(take) {
      let start = 0;
      for (const end of [...cuts, body.length]) {
        piece += 1;
        await take(Buffer.from(body.subarray(start, end)));
        result.delivered += 1;
        start = end;
        await clock.advance(SOON, settle);
      }
    },
    feed: (take) => made.each((buffer) => take(made.fed(buffer))),
    fed(buffer) {
      if (feed === 'text') {
        return decoder.decode(buffer, { stream: true });
      }
      const bytes = new made.realm.Uint8Array(buffer);
      return feed === 'buffer' ? bytes.buffer : bytes;
    },
    async* chunks() {
      result.asked = true;
      let start = 0;
      for (const end of [...cuts, body.length]) {
        if (piece >= 0) {
          await clock.advance(SOON, settle);
        }
        piece += 1;
        result.delivered += 1;
        yield made.fed(Buffer.from(body.subarray(start, end)));
        start = end;
      }
    },
    // What `wx.mjs` sends through: the tape, from the next turn of the loop on.
    send(request, on) {
      let gone = false;
      result.asked = true;
      made.sending = new Promise((resolve) => { turn(resolve); }).then(async () => {
        on.head(200, HEADERS);
        await made.each((buffer) => !gone && on.data(buffer));
        if (!gone) {
          on.end();
        }
        on.close();
        await clock.advance(SOON, settle);
      }).catch(made.fail);
      return { destroy: () => { gone = true; } };
    },
    rest: () => clock.advance(LATE, settle),
    settle,
    sending: null,
    realm: null,
  };
  return made;
}

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
function realmOf(profile) {
  if (!realms.has(profile)) {
    const isPhone = profile !== 'node';
    const context = isPhone ? vm.createContext({ queueMicrotask }) : undefined;
    const globals = isPhone ? context : globalThis;
    for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval']) {
      globals[name] = (...args) => world.clock.globals[name](...args);
    }
    Object.assign(globals, {
      console: new Proxy({}, { get: () => () => {} }),
      getApp: () => ({ globalData: {} }),
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

function furnish(realm) {
  const platform = createPlatform({ profile: realm.platform, realm, send: world.send, timers: NO_LIMIT });
  const soft = new Proxy(platform, {
    get: (target, key) => (key in target || typeof key !== 'string' ? target[key] : () => undefined),
  });
  const asked = (options) => {
    const task = platform.request(options);
    // Taro's task may be awaited.
    task.then = undefined;
    return task;
  };
  for (const name of PLATFORMS) {
    realm.globals[name] = name === 'Taro' ? new Proxy(soft, { get: (target, key) => (key === 'request' ? asked : target[key]) }) : soft;
  }
}

// Waits for a client that takes pieces as it likes; time goes on while it takes none. One that waits for something that
// never comes has failed.
async function attended(driven, own) {
  let isOver = false;
  let seen = -1;
  let quiet = 0;
  driven.then(() => { isOver = true; });
  for (await own.settle(); !isOver && quiet < QUIET; await own.settle()) {
    quiet = own.result.delivered === seen ? quiet + 1 : 0;
    seen = own.result.delivered;
    if (quiet % 10 === 9) {
      await own.clock.advance(SOON, own.settle);
    }
  }
  if (!isOver) {
    own.fail(new Error('it waits for something that never comes'));
  }
}

async function run(message) {
  const realm = realmOf(message.profile);
  world = createWorld({ ...message, body: bodies.get(message.body) });
  world.realm = realm;
  furnish(realm);
  const own = world;
  try {
    const namespace = await loadFresh(file, realm.context);
    const driven = drive(entries[message.entry], namespace, own).catch(own.fail);
    if (entries[message.entry].way === 'request') {
      await own.settle();
      if (own.sending === null) {
        await own.rest(); // it asks after a while, or never
      }
      await own.sending;
      await own.rest();
      await Promise.race([driven, own.settle().then(own.settle)]); // a promise that never settles keeps nobody waiting
    } else {
      await attended(driven, own);
    }
    await own.rest();
  } catch (error) {
    own.fail(error);
  }
  own.over();
  own.clock.clear();
  return own.result;
}

async function load(message) {
  ({ file } = message);
  world = createWorld({ body: Buffer.alloc(0), cuts: [] });
  const realm = realmOf('node');
  world.realm = realm;
  furnish(realm);
  const namespace = await loadFresh(file, realm.context);
  const text = readText();
  const uses = PLATFORMS.filter((name) => new RegExp(`\\b${name}\\s*\\.`).test(text));
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  entries = entriesOf(namespace, uses.length > 0);
  return { entries, uses, guards };
}

async function answer(message) {
  try {
    if (message.op === 'load') {
      return await load(message);
    }
    if (message.op === 'body') {
      bodies.set(message.id, Buffer.from(message.base64, 'base64'));
      return {};
    }
    return await run(message);
  } catch (error) {
    return { error: wordsOf(error) };
  }
}

process.on('unhandledRejection', (error) => world?.fail(error));
process.on('uncaughtException', (error) => world?.fail(error));
process.stdout.write = () => true; // the client's own prints; answers go to the descriptor itself

function writeFrame(value) {
  const data = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + data.length);
  frame.writeUInt32BE(data.length);
  data.copy(frame, 4);
  for (let sent = 0; sent < frame.length;) {
    try {
      sent += fs.writeSync(1, frame, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
}

async function* frames() {
  let held = Buffer.alloc(0);
  for await (const data of process.stdin) {
    held = held.length ? Buffer.concat([held, data]) : data;
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
      const end = 4 + held.readUInt32BE();
      yield JSON.parse(held.toString('utf8', 4, end));
      held = held.subarray(end);
    }
  }
}

for await (const message of frames()) {
  writeFrame(await answer(message));
}
process.exit(0);
