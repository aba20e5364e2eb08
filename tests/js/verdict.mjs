// Whether a decoder gives the right text for a body cut in one way; the signs stand in run_vectors.mjs.

import { decoders } from './decoders/index.mjs';

const LEAST_FOR_A_STALL = 8; // characters that must be there before their absence counts

// What a right decoder shows after `length` bytes, in characters; 0 where it can't read the body.
export function createReference(body, dialect) {
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

export function checkPlan({ body, cuts, expected, reference }, create) {
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
