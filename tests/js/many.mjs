// Runs scripts of this folder one after the other, each in a thread of its own: a thread costs a third of a process.
//
//   node --experimental-vm-modules many.mjs
//
// Input, a line of JSON each: { script, arguments }. Output, a line of JSON each: { code, stdout, stderr }.

import path from 'node:path';
import readline from 'node:readline';
import { Worker } from 'node:worker_threads';

const HERE = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

async function textOf(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function run({ script, arguments: argv }) {
  const worker = new Worker(path.join(HERE, script), { argv, stdout: true, stderr: true });
  let said = '';
  worker.on('error', (error) => {
    said = `${error.stack ?? error}\n`;
  });
  const ended = new Promise((resolve) => {
    worker.on('exit', resolve);
  });
  return Promise.all([ended, textOf(worker.stdout), textOf(worker.stderr)])
    .then(([code, stdout, stderr]) => ({ code, stdout, stderr: stderr + said }));
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
}
