// Runs a client's module against a tape that is cut in many ways: the Node side of `chunktape check`.
//
//   node --experimental-vm-modules host.mjs [PID]     PID: of the process that asks (asker.mjs)
//
// Input and output are frames of JSON (answers/frames.mjs). One answer for each request, in order; `runs` has one per plan.
//   { op: 'load', file: { entry, stubs, bundles } }
//                                       -> { entries: [{ name, way }], uses: [names], guards, sought, text, stubbed }, or
//                                          { error, where }, or { build: true }: a tool has to build it first
//   { op: 'body', id, base64, base }    -> {}; `base`: where the baseline cuts it
//   { op: 'adapter', entry, file, found, words } -> { text }
//   { op: 'runs', body, drive, plans }  -> { said: [[piece, source, value]], error, asked, delivered, ended }, or what
//                                          of it differs from the baseline (answers/told.mjs)
//   { op: 'play', body, drive, cuts, steps, ... } -> { parts: [what a run gives], ... } (life/stage.mjs)
//   { op: 'time', body, drive }         -> { ms, fed, error } (life/stopwatch.mjs)
// Rules:
// - `drive` is { entry, profile, feed, look, trace, heard }; with `trace` the result has `where` (the client's line behind the error) and
//   `lines` (behind each value said); a plan is what `merged` reads.
// - A fresh instance of the module for each run, in a realm that is kept per profile (realms.mjs).
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import { adapterText } from './entries/adapter.mjs';
import { drive } from './entries/drive.mjs';
import { entriesOf } from './entries/find.mjs';
import { mounted } from './entries/mount.mjs';
import { callbacksIn } from './entries/parameters.mjs';
import { endWith } from './processes/asker.mjs';
import { flush, frames, writeFrame } from './answers/frames.mjs';
import { endChildren } from './processes/children.mjs';
import { createStage } from './life/stage.mjs';
import { createStopwatch } from './life/stopwatch.mjs';
import { freshNow, loadFresh, open, readText, stubbed } from './loader.mjs';
import { enter, realmOf, soughtIn, usesOf } from './realms.mjs';
import { difference, merged } from './answers/told.mjs';
import { trace } from './tracing/trace.mjs';
import { whereOf } from './where.mjs';
import { now } from './world/steps.mjs';
import { beginCalm, isStill, watchStirs } from './world/stirs.mjs';
import { wordsOf, World } from './world/world.mjs';

const SOON = 250; // ms
const TURNS = 10; // of the loop, before time goes on
const bodies = new Map();
let entries = [];
let hints = {}; // what the client's text says: { events, callbacks, wantsChunks }
let waits = false; // the client may wait while it is loaded: its text has an `await` at the start of a line
let world = null; // of the run that is under way

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

// Steps: one run of the client.
function* run(driving, cuts) {
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

async function load(message) {
  open(message.file);
  hints = {};
  const realm = realmOf('node');
  const own = begun({ ...hints, realm, body: Buffer.alloc(0) });
  waits = true;
  const namespace = await loaded(own, realm, 'node');
  const text = readText();
  waits = /^(?:(?:export\s+)?(?:const|let|var)\b[^;]*=\s*)?await\b/m.test(text);
  const uses = usesOf(text);
  const guards = /typeof\s+TextDecoder|TextDecoder\s*===?\s*undefined|globalThis\.TextDecoder/.test(text);
  const events = [...new Set([...text.matchAll(/\b(?:emit|trigger)\w*\(\s*['"]([\w:.-]+)['"]/g)].map(([, name]) => name))];
  hints = { events, callbacks: callbacksIn(text), wantsChunks: /\benableChunked\b/.test(text), sought: soughtIn(text) };
  const mount = (options) => mounted('vue', options, own, realm);
  entries = await entriesOf(namespace, { asks: uses.length > 0, registered: realm.registered(), world: own, mount });
  for (let turns = 0; turns < 5; turns += 1) {
    await own.settle(); // what was built may have begun something
  }
  over(own);
  return { entries: entries.map(({ name, way }) => ({ name, way })), uses, guards, sought: hints.sought, text: text.slice(0, 300_000), stubbed: [...stubbed] };
}

// The answer of a scene or a stopwatch (life/), which `createOne` makes.
async function lived(createOne, message) {
  const realm = realmOf(message.drive.profile);
  const body = bodies.get(message.body).data;
  const one = createOne({ ...hints, ...message, ...message.drive, realm, body, entry: entries[message.drive.entry] });
  ({ world } = one);
  enter(realm, world);
  try {
    return await one.play(await loaded(world, realm, message.drive.profile));
  } finally {
    endChildren();
  }
}

const LIFE = { play: createStage, time: createStopwatch };

// The text of an adapter for an entry: entries/adapter.mjs.
async function sketch({ entry, ...parts }) {
  const realm = realmOf('node');
  const own = begun({ ...hints, realm, body: Buffer.alloc(0) });
  const namespace = await loadFresh(realm.context, 'node');
  return { text: adapterText(entries[entry], namespace, realm.registered(), { ...parts, world: own }) };
}

// The answer where a question has none.
const refused = (error) => (error?.build ? { build: true } : { error: wordsOf(error), where: whereOf(error) });

// The result of a run that could not begin.
const lostTo = (error) => ({ said: [], error: wordsOf(error), asked: false, delivered: 0, ended: false });

// The runs of a batch, answered one by one.
async function runs({ body, drive: way, plans }) {
  const { data, base, told } = bodies.get(body);
  const driving = { ...hints, ...way, body: data, base, realm: realmOf(way.profile) };
  const key = JSON.stringify(way);
  for (const flips of plans) {
    const cuts = merged(base, flips);
    let result;
    try {
      const running = now(run(driving, cuts));
      result = running instanceof Promise ? await running : running;
    } catch (error) {
      result = lostTo(error);
    }
    const first = told.get(key);
    writeFrame(first === undefined ? result : difference(result, first, base, cuts));
    if (first === undefined && flips.length === 0) {
      told.set(key, result);
    }
  }
}

// The answer to a message, but for `runs`.
function answer(message) {
  if (message.op === 'load') {
    return load(message);
  }
  if (message.op === 'body') {
    bodies.set(message.id, { data: Buffer.from(message.base64, 'base64'), base: message.base, told: new Map() });
    return {};
  }
  return message.op in LIFE ? lived(LIFE[message.op], message) : sketch(message);
}

process.on('unhandledRejection', (error) => world?.fail(error));
process.on('uncaughtException', (error) => world?.fail(error));
endWith(Number(process.argv[2]));
watchStirs();
process.stdout.write = () => true; // drops what the client prints; answers go to the descriptor itself

for await (const message of frames()) {
  if (message.op === 'runs') {
    await runs(message);
  } else {
    writeFrame(await Promise.resolve(message).then(answer).catch(refused));
  }
  flush();
}
process.exit(0);
