// Runs a client's module against a tape that is cut in many ways: the Node side of `chunktape check`.
//
//   node --experimental-vm-modules host.mjs
//
// Input and output are frames of JSON (frames.mjs). One answer for each request, in order.
//   { op: 'load', file }                            -> { entries: [{ name, way }], uses: [names], guards } or { error }
//   { op: 'body', id, base64 }                      -> {}
//   { op: 'run', body, cuts, profile, entry, feed } -> { said: [[piece, source, value]], error, asked, delivered, ended }
//   { op: 'play', body, cuts, profile, entry, feed, steps, ... } -> { parts: [what `run` gives], ... } (life/stage.mjs)
//   { op: 'time', body, profile, entry, feed }      -> { ms, wall } (life/stopwatch.mjs)
// Rules:
// - A fresh instance of the module for each run, in a realm that is kept per profile (realms.mjs).
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import { drive, entriesOf } from './entries.mjs';
import { frames, writeFrame } from './frames.mjs';
import { createStage } from './life/stage.mjs';
import { createStopwatch } from './life/stopwatch.mjs';
import { loadFresh, readText } from './loader.mjs';
import { enter, PLATFORMS, realmOf } from './realms.mjs';
import { attended, createWorld, wordsOf } from './world.mjs';

const bodies = new Map();
let file = '';
let entries = [];
let world = null; // of the run that is under way

function begun(realm, parts) {
  world = createWorld({ ...parts, realm });
  enter(realm, world);
  return world;
}

async function run(message) {
  const realm = realmOf(message.profile);
  const own = begun(realm, { ...message, body: bodies.get(message.body) });
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

// A scene of the client's life: life/stage.mjs says which steps there are.
async function play(message) {
  const realm = realmOf(message.profile);
  const stage = createStage({ ...message, realm, body: bodies.get(message.body), entry: entries[message.entry] });
  ({ world } = stage);
  enter(realm, world);
  return stage.play(await loadFresh(file, realm.context));
}

// How long it takes to feed the client `body` byte by byte: life/stopwatch.mjs.
async function time(message) {
  const realm = realmOf(message.profile);
  const watch = createStopwatch({ ...message, realm, body: bodies.get(message.body), entry: entries[message.entry] });
  ({ world } = watch);
  enter(realm, world);
  return watch.measure(await loadFresh(file, realm.context));
}

async function load(message) {
  ({ file } = message);
  const realm = realmOf('node');
  begun(realm, { body: Buffer.alloc(0), cuts: [] });
  const namespace = await loadFresh(file, realm.context);
  const text = readText();
  const uses = PLATFORMS.filter((name) => new RegExp(`\\b${name}\\s*\\.`).test(text));
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  entries = entriesOf(namespace, uses.length > 0);
  return { entries, uses, guards };
}

const SCENES = { play, time };

async function answer(message) {
  try {
    if (message.op === 'load') {
      return await load(message);
    }
    if (message.op === 'body') {
      bodies.set(message.id, Buffer.from(message.base64, 'base64'));
      return {};
    }
    return await (SCENES[message.op] ?? run)(message);
  } catch (error) {
    return { error: wordsOf(error) };
  }
}

process.on('unhandledRejection', (error) => world?.fail(error));
process.on('uncaughtException', (error) => world?.fail(error));
process.stdout.write = () => true; // the client's own prints; answers go to the descriptor itself

for await (const message of frames()) {
  writeFrame(await answer(message));
}
process.exit(0);
