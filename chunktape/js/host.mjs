// Runs a client's module against a tape that is cut in many ways: the Node side of `chunktape check`.
//
//   node --experimental-vm-modules host.mjs
//
// Input and output are frames of JSON (frames.mjs). One answer for each request, in order.
//   { op: 'load', file }                            -> { entries: [{ name, way }], uses: [names], guards } or { error }
//   { op: 'body', id, base64 }                      -> {}
//   { op: 'adapter', entry, file, found, words }    -> { text }
//   { op: 'run', body, cuts, profile, entry, feed } -> { said: [[piece, source, value]], error, asked, delivered, ended }
// Rules:
// - A fresh instance of the module for each run, in a realm that is kept per profile (realms.mjs).
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import { adapterText } from './entries/adapter.mjs';
import { drive } from './entries/drive.mjs';
import { entriesOf } from './entries/find.mjs';
import { mounted } from './entries/mount.mjs';
import { frames, writeFrame } from './frames.mjs';
import { loadFresh, readText } from './loader.mjs';
import { enter, realmOf, usesOf } from './realms.mjs';
import { createWorld, wordsOf } from './world.mjs';

const bodies = new Map();
let file = '';
let entries = [];
let hints = {}; // what the client's text says: { events, wantsChunks }
let world = null; // of the run that is under way

function begun(realm, parts) {
  world = createWorld({ ...hints, ...parts, realm });
  enter(realm, world);
  return world;
}

async function run(message) {
  const realm = realmOf(message.profile);
  const own = begun(realm, { ...message, body: bodies.get(message.body) });
  try {
    const namespace = await loadFresh(file, realm.context);
    await drive(entries[message.entry], namespace, own, realm);
  } catch (error) {
    own.fail(error);
  }
  own.over();
  own.clock.clear();
  return own.result;
}

async function load(message) {
  ({ file } = message);
  hints = {};
  const realm = realmOf('node');
  const own = begun(realm, { body: Buffer.alloc(0), cuts: [] });
  const namespace = await loadFresh(file, realm.context);
  const text = readText();
  const uses = usesOf(text);
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  const events = [...new Set([...text.matchAll(/\b(?:emit|trigger)\w*\(\s*['"]([\w:.-]+)['"]/g)].map(([, name]) => name))];
  hints = { events, wantsChunks: /\benableChunked\b/.test(text) };
  const mount = (options) => mounted('vue', options, own, realm);
  entries = await entriesOf(namespace, { asks: uses.length > 0, registered: realm.registered(), world: own, mount });
  await own.settle(); // what was built may have begun something
  own.over();
  own.clock.clear();
  return { entries: entries.map(({ name, way }) => ({ name, way })), uses, guards };
}

// The text of an adapter for an entry: entries/adapter.mjs.
async function sketch({ entry, ...parts }) {
  const realm = realmOf('node');
  const own = begun(realm, { body: Buffer.alloc(0), cuts: [] });
  const namespace = await loadFresh(file, realm.context);
  return { text: adapterText(entries[entry], namespace, realm.registered(), { ...parts, world: own }) };
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
    if (message.op === 'adapter') {
      return await sketch(message);
    }
    return await run(message);
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
