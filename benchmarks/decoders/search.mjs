// How many requests three ways of cutting need that know nothing of streams. Prints JSON.
//
//   node search.mjs [FILE]      standard input without FILE
//
// Input: { seeds, limit, triples, streams: [{ body_base64, expected_text, dialect, decoders: [name] }] }
// Output: { decoder: { random: [requests per seed], 'three-way': [requests], 'fast-check': [requests per seed] } }
//   the number of the first request that fails; null where `limit` (`triples` for three-way) requests all pass.

import fs from 'node:fs';
import fc from 'fast-check';
import { lcg } from '../../tests/js/cuts.mjs';
import { decoders } from '../../tests/js/decoders/index.mjs';
import { checkPlan, createReference } from '../../tests/js/verdict.mjs';

// A log-uniform splitter in ten lines: sizes from 1 byte to 16 KiB, each power of two as likely.
function* randomSplits(length, seed) {
  const next = lcg(seed + 1);
  const size = () => (1 << next(14)) * (1 + next(1024) / 1024);
  while (true) {
    const cuts = [];
    for (let at = Math.floor(size()); at < length; at += Math.floor(size())) {
      cuts.push(at);
    }
    yield cuts;
  }
}

// Every way to cut into three pieces, in order.
function* triples(length) {
  for (let a = 1; a < length - 1; a += 1) {
    for (let b = a + 1; b < length; b += 1) {
      yield [a, b];
    }
  }
}

function firstFailure(splits, limit, passes) {
  let request = 0;
  for (const cuts of splits) {
    if (request >= limit) {
      return null;
    }
    request += 1;
    if (!passes(cuts)) {
      return request;
    }
  }
  return null;
}

// The property as one would write it: any cuts, the right text. Its defaults, but for the seed and the limit.
function fastCheck(length, seed, limit, passes) {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: length - 1 })).map((offsets) => offsets.sort((a, b) => a - b));
  const result = fc.check(fc.property(cuts, passes), { seed, numRuns: limit, endOnFailure: true });
  return result.failed ? result.numRuns : null;
}

const { seeds, limit, triples: most, streams } = JSON.parse(fs.readFileSync(process.argv[2] ?? 0, 'utf8'));
const found = {};
for (const stream of streams) {
  const body = new Uint8Array(Buffer.from(stream.body_base64, 'base64'));
  const reference = createReference(body, stream.dialect);
  const few = Math.max(1, Math.floor(limit / Math.ceil(body.length / 40000))); // a long body has fewer requests
  for (const decoder of decoders.filter(({ name }) => stream.decoders.includes(name))) {
    const passes = (cuts) => checkPlan({ body, cuts, expected: stream.expected_text, reference }, decoder.create).verdict === '.';
    const each = (search) => Array.from({ length: seeds }, (_, seed) => search(seed));
    found[decoder.name] = {
      random: each((seed) => firstFailure(randomSplits(body.length, seed), few, passes)),
      'three-way': [firstFailure(triples(body.length), most, passes)],
      'fast-check': each((seed) => fastCheck(body.length, seed, few, passes)),
    };
  }
}
process.stdout.write(`${JSON.stringify(found)}\n`);
