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
//                                          of it differs from the baseline (answers/short_form.mjs)
//   { op: 'play', body, drive, cuts, steps, ... } -> { parts: [what a run gives], ... } (life/stage.mjs)
//   { op: 'time', body, drive }         -> { ms, fed, error, slow } (life/stopwatch.mjs)
// Rules:
// - `drive` is { entry, profile, feed, look, trace, heard, watched }; with `trace` the result has `where` (the client's line behind the
//   error) and `lines` (behind each value said); one that is `watched` and never comes back has `lost` and `where` (tracing/stuck.mjs);
//   a plan is what `merged` reads.
// - A fresh instance of the module for each run, in a realm that is kept per profile (realms.mjs).
// - The client's console writes nowhere; what it throws, rejects or gives to an error callback is `error`.

import { flush, frames, out, writeFrame } from './answers/frames.mjs';
import { difference, merged } from './answers/short_form.mjs';
import { blame, printed, drivingOf, lived, load, run, sketch } from './client.mjs';
import { createStage } from './life/stage.mjs';
import { createStopwatch } from './life/stopwatch.mjs';
import { endWith } from './processes/asker.mjs';
import { watchStuck } from './tracing/stuck.mjs';
import { whereOf } from './where.mjs';
import { now } from './world/steps.mjs';
import { watchStirs } from './world/stirs.mjs';
import { wordsOf } from './world/world.mjs';

const LIFE = { play: createStage, time: createStopwatch };
const bodies = new Map();

// The answer where a question has none.
const refused = (error) => (error?.build ? { build: true } : { error: wordsOf(error), where: whereOf(error) });

// The result of a run that could not begin.
const lostTo = (error) => ({ said: [], error: wordsOf(error), asked: false, delivered: 0, ended: false });

// The runs of a batch, answered one by one.
async function runs({ body, drive: way, plans }) {
  const { data, base, told } = bodies.get(body);
  const driving = drivingOf(way, data, base);
  const key = JSON.stringify(way);
  for (const flips of plans) {
    const cuts = merged(base, flips);
    let result;
    if (way.watched) {
      flush();
    }
    const mayAnswer = way.watched ? watchStuck(out) : () => true;
    try {
      const running = now(run(driving, cuts));
      result = running instanceof Promise ? await running : running;
    } catch (error) {
      result = lostTo(error);
    }
    const first = told.get(key);
    if (mayAnswer()) {
      writeFrame(first === undefined ? result : difference(result, first, base, cuts));
    }
    if (first === undefined && flips.length === 0) {
      told.set(key, result);
    }
  }
}

// The answer to a message, but for `runs`.
function answer(message) {
  if (message.op === 'load') {
    return load(message.file);
  }
  if (message.op === 'body') {
    bodies.set(message.id, { data: Buffer.from(message.base64, 'base64'), base: message.base, told: new Map() });
    return {};
  }
  return message.op in LIFE ? lived(LIFE[message.op], message, bodies.get(message.body).data) : sketch(message);
}

process.on('unhandledRejection', blame);
process.on('uncaughtException', blame);
endWith(Number(process.argv[2]));
watchStirs();
process.stdout.write = (text) => printed('process.stdout', [text]); // what the client prints goes nowhere else; answers go to the descriptor itself

for await (const message of frames()) {
  if (message.op === 'runs') {
    await runs(message);
  } else {
    writeFrame(await Promise.resolve(message).then(answer).catch(refused));
  }
  flush();
}
process.exit(0);
