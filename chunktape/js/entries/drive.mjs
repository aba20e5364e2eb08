// Drives one entry over all pieces of a world's tape, and collects its values (ears.mjs) and states (state.mjs).

import { attended } from '../world.mjs';
import { runAdapter } from './adapter.mjs';
import { ear, hearResult, listenTo } from './ears.mjs';
import { endsOf, made, takesOf } from './find.mjs';
import { mounted, type } from './mount.mjs';
import { parametersOf, valuesFor } from './parameters.mjs';
import { asGiven, streamed } from './pieces.mjs';
import { watch } from './state.mjs';

// The arguments of a function of one piece that stand behind the piece.
const behind = (run, world, none = []) => (parametersOf(run).length < 2 ? none : valuesFor(run, world).slice(1));

async function decode(entry, value, world) {
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
  await world.feed((piece) => hearResult(decoder[takes](wrap(piece), ...more), world));
  const ends = endsOf(decoder);
  if (ends) {
    await hearResult(decoder[ends](), world);
  }
}

async function eachPiece(value, world) {
  world.asked();
  const wrap = asGiven(value, world.feedAs);
  const more = behind(value, world);
  world.gives(value);
  await world.feed((piece) => hearResult(value(wrap(piece), ...more), world));
}

async function call(object, path, world) {
  const keys = path.split('.');
  const name = keys.pop();
  const owner = keys.reduce((at, key) => at[key], object);
  await hearResult(owner[name](...valuesFor(owner[name], world)), world);
}

async function onScreen(entry, options, world, realm) {
  const isVue = entry.kind === 'vue';
  const object = await mounted(entry.kind, options, world, realm);
  world.holds(object);
  if (isVue) {
    watch(world, 'vm', object);
  } else {
    watch(world, entry.kind, object, ({ data }) => ({ data }));
  }
  if (entry.method) {
    type(object, isVue ? object : object.data, (key, value) => (isVue ? (object[key] = value) : object.setData({ [key]: value })));
    await call(object, entry.method, world);
  }
}

export async function driven(entry, namespace, world, realm) {
  const value = entry.kind === 'page' || entry.kind === 'component' ? realm.registered()[entry.number].options : namespace[entry.name.replace(/\(\).*$/, '').split('.')[0]];
  if (entry.way === 'adapter') {
    await runAdapter(value ?? namespace.default, world, realm);
  } else if (entry.way === 'decoder') {
    await decode(entry, value, world);
  } else if (entry.way === 'piece') {
    await eachPiece(made(value, entry.kind, world), world);
  } else if (entry.way === 'chunks') {
    const run = made(value, entry.kind, world);
    world.gives(run);
    await hearResult(run(streamed(run, world), ...behind(run, world, [ear(world, '')])), world);
  } else if (entry.way === 'request') {
    const run = made(value, entry.kind, world);
    world.gives(run);
    await hearResult(run(...valuesFor(run, world)), world);
  } else if (['method', 'composable', 'store'].includes(entry.way)) {
    const object = made(value, entry.kind, world);
    world.holds(object);
    listenTo(object, world, world.events);
    watch(world, 'client', object);
    if (entry.method) {
      await call(object, entry.method, world);
    }
  } else if (entry.way !== 'import') {
    await onScreen(entry, value, world, realm);
  }
}

const PULLS = new Set(['decoder', 'piece', 'chunks']);

// Drives an entry to its end: one that takes pieces has had them all, one that asks has had its answer.
export async function drive(entry, namespace, world, realm) {
  const run = driven(entry, namespace, world, realm).catch(world.fail);
  if (!PULLS.has(entry.way)) {
    await world.settle();
  }
  if (PULLS.has(entry.way) || (entry.way === 'adapter' && world.result.asked && world.sending === null)) {
    await attended(run, world);
  } else {
    if (world.sending === null) {
      await world.rest(); // it asks after a while, or never
    }
    await world.sending;
    await world.rest();
    await Promise.race([run, world.settle().then(world.settle)]); // a promise that never settles does not keep the run waiting
  }
  await world.rest();
  await world.waits();
}
