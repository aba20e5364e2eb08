// Feeds bodies, cut as plans say, to the decoders and prints as JSON which passed.
//
//   node run_vectors.mjs [FILE] [--decoders d01_fresh_text_decoder,...]     standard input without FILE
//
// Input, one object or a list of them:
//   { body_base64, expected_text, plans: [{ name, cuts: [offset, ...] }], dialect?: 'sse' | 'ndjson' }
// Output, one object or a list of them:
//   { plans: [name], decoders: [{ name, kind, bug, ... }], results: { decoder: 'one sign per plan' },
//     failures: { decoder: { plan, verdict, detail } } }     the first failure of each
// Signs: '.' passes, 'x' the final text is wrong, 'e' an exception, 's' stalled: the text is right, but at
// the first cut in the second half of the body less than half of what could be shown was shown.

import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { decoders } from './decoders/index.mjs';

const LEAST_FOR_A_STALL = 8; // characters that must be there before their absence counts

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { decoders: { type: 'string' } } });
const wanted = options.decoders ? options.decoders.split(',') : null;
const unknown = (wanted ?? []).filter((name) => !decoders.some((decoder) => decoder.name === name));
if (unknown.length > 0) {
  process.stderr.write(`unknown decoder ${unknown.join(', ')}; there are: ${decoders.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

// What a right decoder shows after `length` bytes, in characters; 0 where it can't read the body.
function createReference(body, dialect) {
  const right = decoders.find((decoder) => decoder.kind === 'right' && decoder.dialect === dialect);
  const known = new Map();
  return (length) => {
    if (!known.has(length)) {
      let shown = 0;
      try {
        right.create((text) => {
          shown += text.length;
        }).push(body.subarray(0, length));
      } catch (error) {
        shown = 0;
      }
      known.set(length, shown);
    }
    return known.get(length);
  };
}

function checkPlan({ body, cuts, expected, reference }, create) {
  const half = cuts.find((cut) => cut >= body.length / 2);
  let shown = '';
  let shownAtHalf = null;
  try {
    const decoder = create((text) => {
      shown += text;
    });
    let start = 0;
    for (const end of [...cuts, body.length]) {
      decoder.push(body.subarray(start, end));
      start = end;
      if (end === half) {
        shownAtHalf = shown.length;
      }
    }
    decoder.end();
  } catch (error) {
    return { verdict: 'e', detail: `${error.name}: ${error.message}` };
  }
  if (shown !== expected) {
    let same = 0;
    while (same < shown.length && shown[same] === expected[same]) {
      same += 1;
    }
    return {
      verdict: 'x',
      detail: `from character ${same}: expected ${JSON.stringify(expected.slice(same, same + 20))}, shown ${JSON.stringify(shown.slice(same, same + 20))}`,
    };
  }
  if (half !== undefined) {
    const due = reference(half);
    if (due >= LEAST_FOR_A_STALL && shownAtHalf < due / 2) {
      return { verdict: 's', detail: `after ${half} bytes ${shownAtHalf} of ${due} characters were shown` };
    }
  }
  return { verdict: '.', detail: '' };
}

function runVectors({ body_base64: base64, expected_text: expected, plans, dialect = 'sse' }) {
  const body = new Uint8Array(Buffer.from(base64, 'base64'));
  const reference = createReference(body, dialect);
  const chosen = decoders.filter((decoder) => (wanted ? wanted.includes(decoder.name) : decoder.dialect === dialect));
  const results = {};
  const failures = {};
  for (const { name, create } of chosen) {
    results[name] = plans.map((plan) => {
      const { verdict, detail } = checkPlan({ body, cuts: plan.cuts, expected, reference }, create);
      if (verdict !== '.' && !failures[name]) {
        failures[name] = { plan: plan.name, verdict, detail };
      }
      return verdict;
    }).join('');
  }
  return {
    plans: plans.map(({ name }) => name),
    decoders: chosen.map(({ create, ...about }) => about),
    results,
    failures,
  };
}

const input = JSON.parse(fs.readFileSync(positionals[0] ?? 0, 'utf8'));
const output = Array.isArray(input) ? input.map(runVectors) : runVectors(input);
process.stdout.write(`${JSON.stringify(output)}\n`);
