// Runs a client's module against a tape that is cut in many ways: the Node side of `chunktape check`.
//
//   node --experimental-vm-modules host.mjs
//
// Input and output are frames of JSON (frames.mjs). One answer for each request, in order; `runs` has one per plan.
//   { op: 'load', file: { entry, stubs, bundles } }
//                                       -> { entries: [{ name, way }], uses: [names], guards, stubbed }, { error, where },
//                                          or { build: true }: a tool has to build it first
//   { op: 'body', id, base64, base }    -> {}; `base`: where the baseline cuts it
//   { op: 'runs', body, drive, plans }  -> { said: [[piece, source, value]], error, asked, delivered, ended }, or what
//                                          of it differs from the baseline (told.mjs)
// Rules:
// - `drive` is { entry, profile, feed }; a plan is the cuts in which it differs from the baseline.
// - Each answer is written before the next run begins: a run that never comes back, or ends the process, takes no other
//   with it.
// - A fresh instance of the module for each run, in a realm that is kept per profile (realms.mjs).
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import { drive, entriesOf } from './entries.mjs';
import { frames, writeFrame } from './frames.mjs';
import { loadFresh, open, placeOf, readText, stubbed } from './loader.mjs';
import { enter, PLATFORMS, realmOf } from './realms.mjs';
import { difference, merged } from './told.mjs';
import { attended, createWorld, wordsOf } from './world.mjs';

const bodies = new Map();
let entries = [];
let world = null; // of the run that is under way

function begun(realm, parts) {
  world = createWorld({ ...parts, realm });
  enter(realm, world);
  return world;
}

async function run(way, body, cuts) {
  const realm = realmOf(way.profile);
  const own = begun(realm, { ...way, body, cuts });
  try {
    const namespace = await loadFresh(realm.context, way.profile);
    const driven = drive(entries[way.entry], namespace, own).catch(own.fail);
    if (entries[way.entry].way === 'request') {
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
  open(message.file);
  const realm = realmOf('node');
  begun(realm, { body: Buffer.alloc(0), cuts: [] });
  const namespace = await loadFresh(realm.context, 'node');
  const text = readText();
  const uses = PLATFORMS.filter((name) => new RegExp(`\\b${name}\\s*\\.`).test(text));
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  entries = entriesOf(namespace, uses.length > 0);
  return { entries, uses, guards, stubbed: [...stubbed] };
}

// Of a run that could not begin.
const lostTo = (error) => ({ said: [], error: wordsOf(error), asked: false, delivered: 0, ended: false });

async function* answers(message) {
  try {
    if (message.op === 'load') {
      yield await load(message);
    } else if (message.op === 'body') {
      bodies.set(message.id, { data: Buffer.from(message.base64, 'base64'), base: message.base, told: new Map() });
      yield {};
    } else {
      const { data, base, told } = bodies.get(message.body);
      const key = JSON.stringify(message.drive);
      for (const flips of message.plans) {
        const cuts = merged(base, flips);
        const result = await run(message.drive, data, cuts).catch(lostTo);
        const first = told.get(key);
        yield first === undefined ? result : difference(result, first, base, cuts);
        if (first === undefined && flips.length === 0) {
          told.set(key, result);
        }
      }
    }
  } catch (error) {
    yield error?.build ? { build: true } : { error: wordsOf(error), where: placeOf(error) };
  }
}

process.on('unhandledRejection', (error) => world?.fail(error));
process.on('uncaughtException', (error) => world?.fail(error));
process.stdout.write = () => true; // the client's own prints; answers go to the descriptor itself

for await (const message of frames()) {
  for await (const answer of answers(message)) {
    writeFrame(answer);
  }
}
process.exit(0);
