// Feeds bodies, cut as plans say, to the decoders and prints as JSON which passed.
//
//   node run_vectors.mjs [FILE] [--decoders d01_fresh_text_decoder,...] [--kind right|split|content]
//
// Without FILE it reads standard input, without the options it tries all decoders of a body's dialect.
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
import { checkPlan, createReference } from './verdict.mjs';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { decoders: { type: 'string' }, kind: { type: 'string' } } });
const wanted = options.decoders ? options.decoders.split(',') : null;
const unknown = (wanted ?? []).filter((name) => !decoders.some((decoder) => decoder.name === name));
if (unknown.length > 0) {
  process.stderr.write(`unknown decoder ${unknown.join(', ')}; there are: ${decoders.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

function runVectors({ body_base64: base64, expected_text: expected, plans, dialect = 'sse' }) {
  const body = new Uint8Array(Buffer.from(base64, 'base64'));
  const reference = createReference(body, dialect);
  const chosen = decoders.filter((decoder) => (wanted ? wanted.includes(decoder.name) : decoder.dialect === dialect)
    && (!options.kind || decoder.kind === options.kind));
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
