// Reads texts with the mini-program example's markdown.js. Input: JSON { texts, prefixes }.
// Prints JSON: for each text its blocks, or with --prefixes those of each of its beginnings.

import path from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRealm, requireInto } from '../../chunktape/js/sandbox.mjs';

const FILE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples/miniprogram/markdown.js');
const { blocksOf } = requireInto(createRealm({}), FILE);
const { texts, prefixes } = JSON.parse(readFileSync(0, 'utf8'));

const report = texts.map((text) => (prefixes
  ? Array.from({ length: text.length + 1 }, (_, length) => blocksOf(text.slice(0, length)))
  : blocksOf(text)));
process.stdout.write(`${JSON.stringify(report)}\n`);
