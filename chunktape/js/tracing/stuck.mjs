// The client's own line at which a run is stuck that never comes back. Rules:
//
// - Only a watched run has any of this.
// - A worker answers in the place of the main thread, where that has not come back after `PATIENCE`: { lost, where }.
//   One of the two answers, which `answers` settles.
// - The loop is in the function that is not left any more when one steps out of what it calls. Of its lines that come by
//   from then on the first is named: most loops begin there.
// - For a builtin that never ends (a regular expression) it is the line that calls it.

import fs from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { SHARE_ENV, Worker, isMainThread, workerData } from 'node:worker_threads';
import { everyMap, keepMap } from '../loading/maps.mjs';
import { ownPlace } from '../where.mjs';

const PATIENCE = 1000; // ms; most runs take one
const MOMENT = 200; // ms that a step takes at most
const STEPS = 100; // that show the lines of a loop

// Watches the run that begins now; the function that it gives ends that, and says whether the run may still answer.
// `out`: the descriptor of answers.
export function watchStuck(out) {
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL(import.meta.url), { workerData: { answers, out, maps: everyMap() }, env: SHARE_ENV, execArgv: [] });
  worker.unref();
  return () => {
    worker.terminate();
    return Atomics.exchange(answers, 0, 1) === 0;
  };
}

// Steps through the main thread: frames of its stack, the innermost first; undefined where it does not come by.
function stepper() {
  const session = new Session();
  const names = new Map(); // of scripts
  session.connectToMainThread();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => names.set(scriptId, url.startsWith('file:') ? fileURLToPath(url) : url));
  session.post('Debugger.enable');
  const placed = ({ location: { scriptId, lineNumber, columnNumber }, functionLocation }) => {
    const name = names.get(scriptId) ?? '';
    const [file, line] = name === '' || name.startsWith('node:') ? [] : ownPlace(name, lineNumber + 1, columnNumber + 1) ?? [];
    return { file, line, of: JSON.stringify(functionLocation) };
  };
  return (step, most = MOMENT) => new Promise((resolve) => {
    session.once('Debugger.paused', ({ params }) => resolve(params.callFrames.map(placed)));
    session.post(`Debugger.${step}`);
    setTimeout(resolve, most);
  });
}

const isOwn = ({ file }) => file !== undefined;

// `file:line`, or ''.
async function whereStuck() {
  const stepped = stepper();
  let frames = await stepped('pause', PATIENCE);
  for (let steps = 0; frames?.some(isOwn) === false && steps < STEPS; steps += 1) {
    frames = await stepped('stepOut'); // Node's own hooks run between two jobs of a promise
  }
  let stack = [];
  for (; frames?.some(isOwn); frames = await stepped('stepOut')) {
    stack = frames;
  }
  const depth = stack.length - stack.findIndex(isOwn);
  const loop = stack.at(-depth);
  if (loop === undefined) {
    return '';
  }
  const lines = [loop.line];
  frames = await stepped('pause');
  for (let steps = 0; frames && steps < STEPS; steps += 1) {
    const own = frames.at(-depth);
    if (own?.file === loop.file && own.of === loop.of) {
      lines.push(own.line);
    }
    frames = await stepped(frames.length > depth ? 'stepOut' : 'stepOver');
  }
  return `${loop.file}:${Math.min(...lines)}`;
}

async function watch() {
  const { answers, out: descriptor, maps } = workerData;
  maps.forEach((one) => keepMap(...one));
  const where = await whereStuck();
  if (Atomics.exchange(answers, 0, 1) === 0) {
    const answer = Buffer.from(`....${JSON.stringify({ said: [], asked: true, lost: 'hang', where })}`);
    answer.writeUInt32BE(answer.length - 4);
    fs.writeSync(descriptor, answer);
  }
}

if (!isMainThread && workerData?.answers) {
  setTimeout(watch, PATIENCE);
}
