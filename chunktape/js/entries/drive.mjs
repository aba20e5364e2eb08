// Drives one entry over all pieces of a world's tape, and collects its values (callbacks.mjs) and states (state.mjs).

import { attended, rest, waits } from '../world/rests.mjs';
import { now } from '../world/steps.mjs';
import { isStill } from '../world/stirs.mjs';
import { runAdapter } from './adapter.mjs';
import { ear, hearResult, listenTo } from './callbacks.mjs';
import { endsOf, made, takesOf } from './find.mjs';
import { mounted, type } from './mount.mjs';
import { parametersOf, valuesFor } from './parameters.mjs';
import { asGiven, streamed } from './pieces.mjs';
import { beginStates } from '../platform/react.mjs';
import { watch } from './state.mjs';

// The ways in which a client is given its pieces; in the others it asks for them.
export const PULLS = new Set(['decoder', 'piece', 'chunks']);

// The arguments of a function of one piece that stand behind the piece.
const behind = (run, world, none = []) => (parametersOf(run).length < 2 ? none : valuesFor(run, world).slice(1));

// Steps: the result of a call is collected.
function* heard(value, world) {
  const hearing = hearResult(value, world);
  if (hearing !== undefined) {
    yield hearing;
  }
}

// Steps: the pieces go to `take`, one by one.
function* fed(take, world) {
  const feeding = world.feed((piece) => hearResult(take(piece), world));
  if (feeding !== undefined || !isStill()) {
    yield feeding;
  }
}

function* decode(entry, value, world) {
  const decoder = made(value, entry.kind, world);
  const takes = takesOf(decoder);
  if (takes === undefined) {
    throw new Error(`${entry.name} gives nothing that takes pieces`);
  }
  world.holds(decoder);
  listenTo(decoder, world, world.events);
  watch(world, 'client', decoder);
  world.asked();
  const wrap = asGiven(decoder[takes], world.feedAs);
  const more = behind(decoder[takes], world);
  world.gives(decoder[takes]);
  yield* fed(more.length === 0 ? (piece) => decoder[takes](wrap(piece)) : (piece) => decoder[takes](wrap(piece), ...more), world);
  const ends = endsOf(decoder);
  if (ends) {
    yield* heard(decoder[ends](), world);
  }
}

function* eachPiece(value, world) {
  world.asked();
  const wrap = asGiven(value, world.feedAs);
  const more = behind(value, world);
  world.gives(value);
  yield* fed((piece) => value(wrap(piece), ...more), world);
}

function* call(object, path, world) {
  const keys = path.split('.');
  const name = keys.pop();
  const owner = keys.reduce((at, key) => at[key], object);
  yield* heard(owner[name](...valuesFor(owner[name], world)), world);
}

function* onScreen(entry, options, world, realm) {
  const isVue = entry.kind === 'vue';
  const object = yield mounted(entry.kind, options, world, realm, entry.method !== undefined);
  world.holds(object);
  if (isVue) {
    watch(world, 'vm', object);
  } else {
    watch(world, entry.kind, object, ({ data }) => ({ data }));
  }
  if (entry.method) {
    type(object, isVue ? object : object.data, (key, value) => (isVue ? (object[key] = value) : object.setData({ [key]: value })));
    yield* call(object, entry.method, world);
  }
}

function* driving(entry, namespace, world, realm) {
  const value = entry.kind === 'page' || entry.kind === 'component' ? realm.registered()[entry.number].options : namespace[entry.name.replace(/\(\).*$/, '').split('.')[0]];
  if (entry.way === 'adapter') {
    yield runAdapter(value ?? namespace.default, world, realm);
  } else if (entry.way === 'decoder') {
    yield* decode(entry, value, world);
  } else if (entry.way === 'piece') {
    yield* eachPiece(made(value, entry.kind, world), world);
  } else if (entry.way === 'chunks') {
    const run = made(value, entry.kind, world);
    world.gives(run);
    yield* heard(run(streamed(run, world), ...behind(run, world, [ear(world, '')])), world);
  } else if (entry.way === 'request') {
    const run = made(value, entry.kind, world);
    world.gives(run);
    yield* heard(run(...valuesFor(run, world)), world);
  } else if (['method', 'composable', 'store'].includes(entry.way)) {
    const object = made(value, entry.kind, world);
    world.holds(object);
    listenTo(object, world, world.events);
    watch(world, 'client', object);
    if (entry.method) {
      yield* call(object, entry.method, world);
    }
  } else if (entry.way !== 'import') {
    yield* onScreen(entry, value, world, realm);
  }
}

// Begins to drive an entry; what goes wrong is the world's failure. Gives a promise where that takes turns of the loop.
export function driven(entry, namespace, world, realm) {
  beginStates((source, value) => world.say(source, value));
  try {
    return now(driving(entry, namespace, world, realm))?.catch((error) => world.fail(error));
  } catch (error) {
    world.fail(error);
    return undefined;
  }
}

// Steps: drives an entry to its end: one that takes pieces has had them all, one that asks has had its answer.
export function* drive(entry, namespace, world, realm) {
  const run = driven(entry, namespace, world, realm);
  const isPulled = PULLS.has(entry.way);
  yield* world.requests.released();
  if (!isPulled && !isStill()) {
    yield world.settle();
  }
  if (isPulled || (world.result.asked && world.sending === null)) { // of others, one that was given the stream
    if (run !== undefined) {
      yield attended(run, world);
    } else if (!isStill()) {
      yield world.settle();
    }
  } else {
    if (world.sending === null) {
      yield* rest(world); // it asks after a while, or never
    }
    if (!isStill()) {
      yield world.sending;
    }
    yield* rest(world);
    if (run !== undefined) {
      yield Promise.race([run, world.settle().then(world.settle)]); // a promise that never settles does not keep the run waiting
    }
  }
  yield* rest(world);
  yield* waits(world);
}
