// The set: every decoder in this folder, in the order of their names.
//
// A decoder has `about` { kind: 'split' | 'content' | 'right', bug, needs?, shows?, dialect? } and
// `create(onText)` -> { push(Uint8Array), end() }, which calls onText with each new part of the answer.
// A split bug depends on where the bytes are cut or joined, a content bug on what they are. `needs` says
// what a body must have, `shows: 'stall'` that only the time is wrong, `dialect` is 'sse' unless given.

import fs from 'node:fs';

const names = fs.readdirSync(new URL('.', import.meta.url))
  .filter((name) => /^[dr]\d\d_\w+\.mjs$/.test(name))
  .sort();

export const decoders = await Promise.all(names.map(async (file) => {
  const { about, create } = await import(new URL(file, import.meta.url));
  return { name: file.replace('.mjs', ''), dialect: 'sse', ...about, create };
}));
