// The client that is loaded, and its runs: plain ones, and those of its life.

import { adapterText } from './entries/adapter.mjs';
import { drive } from './entries/drive.mjs';
import { entriesOf } from './entries/find.mjs';
import { mounted } from './entries/mount.mjs';
import { callbacksIn } from './entries/parameters.mjs';
import { freshNow, loadFresh, open, packages, readText, stubbed } from './loader.mjs';
import { endChildren } from './processes/children.mjs';
import { enter, giveBrowser, realmOf, soughtIn, usesOf } from './realms.mjs';
import { trace } from './tracing/trace.mjs';
import { SOON } from './world/rests.mjs';
import { beginCalm, isStill } from './world/stirs.mjs';
import { World } from './world/world.mjs';

const TURNS = 10; // turns of the event loop before time goes on
let entries = [];
let hints = {}; // what the client's text says: { events, callbacks, wantsChunks, sought }
let waits = false; // the client may wait while it is loaded: its text has an `await` at the start of a line
let world = null; // the world of the run that is under way

// A world for a run of the client; `driving` is what the runs of a batch share.
function begun(driving, cuts = []) {
  world = new World(driving, cuts);
  enter(driving.realm, world);
  return world;
}

function over(own) {
  own.over();
  own.clock.clear();
  endChildren();
}

// A fresh instance of the client. Time goes on while the client waits for a timer at its loading.
async function loaded(own, realm, profile) {
  const coming = loadFresh(realm.context, profile);
  let isThere = !waits;
  coming.then(() => { isThere = true; }, () => { isThere = true; });
  for (let turns = 1; !isThere; turns += 1) {
    await own.settle();
    if (turns % TURNS === 0 && !isThere) {
      await own.clock.advance(SOON, own.settle);
    }
  }
  return coming;
}

// A fresh instance of the client, where it can be made at once; else undefined.
function loadedNow(own, realm, profile) {
  if (waits) {
    return undefined;
  }
  own.requests.hold();
  return freshNow(realm.context, profile);
}

// Steps: one run of the client; `driving` is what `drivingOf` gives.
export function* run(driving, cuts) {
  const { realm, profile } = driving;
  const own = begun(driving, cuts);
  const traced = driving.trace ? trace(realm, own, profile) : undefined;
  beginCalm();
  try {
    let namespace = loadedNow(own, realm, profile);
    if (namespace === undefined) {
      yield* own.requests.released();
      namespace = yield loaded(own, realm, profile);
    } else if (!isStill()) {
      yield* own.requests.released();
      yield own.settle();
    }
    yield* drive(entries[driving.entry], namespace, own, realm);
  } catch (error) {
    own.fail(error);
  }
  traced?.();
  over(own);
  return own.result;
}

// Loads the client that `target` names: its entries, and what its text says.
export async function load(target) {
  open(target);
  hints = {};
  const realm = realmOf('node');
  const own = begun({ realm, body: Buffer.alloc(0) });
  waits = true;
  const namespace = await loaded(own, realm, 'node').catch((error) => {
    if (giveBrowser(realm, String(error?.message))) {
      return loaded(own, realm, 'node');
    }
    throw error;
  });
  const text = readText();
  giveBrowser(realm, text);
  waits = /^(?:(?:export\s+)?(?:const|let|var)\b[^;]*=\s*)?await\b/m.test(text);
  const uses = usesOf(text, packages());
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  const events = [...new Set([...text.matchAll(/\b(?:emit|trigger)\w*\(\s*['"]([\w:.-]+)['"]/g)].map(([, name]) => name))];
  hints = { events, callbacks: callbacksIn(text), wantsChunks: /\benableChunked\b/.test(text), sought: soughtIn(text) };
  const mount = (options) => mounted('vue', options, own, realm, false);
  entries = await entriesOf(namespace, { asks: uses.length > 0, registered: realm.registered(), world: own, mount });
  for (let turns = 0; turns < 5; turns += 1) {
    await own.settle(); // what was built may have begun something
  }
  over(own);
  return { entries: entries.map(({ name, way, listens = false }) => ({ name, way, listens })), uses, guards, sought: hints.sought, text: text.slice(0, 300_000), stubbed: [...stubbed] };
}

// The answer of a scene or a stopwatch (life/), which `createOne` makes.
export async function lived(createOne, message, body) {
  const realm = realmOf(message.drive.profile);
  const one = createOne({ ...hints, ...message, ...message.drive, realm, body, entry: entries[message.drive.entry] });
  ({ world } = one);
  enter(realm, world);
  try {
    return await one.play(await loaded(world, realm, message.drive.profile));
  } finally {
    endChildren();
  }
}

// The text of an adapter for an entry: entries/adapter.mjs.
export async function sketch({ entry, ...parts }) {
  const realm = realmOf('node');
  const own = begun({ ...hints, realm, body: Buffer.alloc(0) });
  const namespace = await loaded(own, realm, 'node');
  const text = adapterText(entries[entry], namespace, realm.registered(), { ...parts, world: own });
  over(own);
  return { text };
}

// What the runs of a batch share.
export const drivingOf = (way, body, base) => ({ ...hints, ...way, body, base, realm: realmOf(way.profile) });

// What the client prints past its console.
export function printed(source, args) {
  world?.print(source, args);
  return true;
}

// An error that nobody caught is one of the run that is under way.
export const blame = (error) => world?.fail(error);
