// The limit: a client that is fed the same pieces in a bare loop.
//
//   node bare.mjs CLIENT HOW < passes
//
// HOW is `push` (create(onText) gives an object with `push` and `end`) or `wx` (ask(url, data, onText, onDone) asks through
// wx.request). Each line of the input, {"body", "plans"}: two files, is one pass over all plans; its answer is a line with
// the ms that it took.

import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [client, how] = process.argv.slice(2);
const loaded = await import(pathToFileURL(path.resolve(client)).href);
const { create, ask } = loaded.default ?? loaded;
let options = null;
let listener = null;
globalThis.wx = {
  request(given) {
    options = given;
    return { onChunkReceived: (one) => { listener = one; }, onHeadersReceived: () => {} };
  },
};

const HOW = {
  push(said, pieces) {
    const decoder = create((text) => said.push(text));
    pieces((bytes) => decoder.push(bytes));
    decoder.end();
  },
  wx(said, pieces) {
    ask('http://127.0.0.1/', {}, (text) => said.push(text), () => {});
    pieces((bytes) => listener({ data: bytes.buffer }));
    options.success({ data: '', statusCode: 200 });
  },
};

function run(body, cuts) {
  const said = [];
  HOW[how](said, (take) => {
    let start = 0;
    for (const end of cuts) {
      take(new Uint8Array(body.subarray(start, end)));
      start = end;
    }
    take(new Uint8Array(body.subarray(start)));
  });
  return said.length;
}

let kept = { key: '', body: null, plans: [] };
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { body, plans } = JSON.parse(line);
  if (kept.key !== line) {
    kept = { key: line, body: fs.readFileSync(body), plans: JSON.parse(fs.readFileSync(plans, 'utf8')) };
  }
  const began = performance.now();
  for (const cuts of kept.plans) {
    run(kept.body, cuts);
  }
  process.stdout.write(`${performance.now() - began}\n`);
}
