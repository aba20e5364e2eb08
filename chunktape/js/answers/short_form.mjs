// The short form of a run's answer: its differences from the baseline of the same body, driven the same way.
// `check/runners/short_form.py` reads it.
//
// Rules:
// - A value that is left out is the baseline's; null is a value that the run lacks. `delivered` is left out where the
//   client took all pieces.
// - The client's values are left out where they are those of the baseline; `moved` has [number, by] for each value that
//   it gave `by` pieces later (earlier: below 0) than with the piece that brings the last byte of the baseline's piece.

import { endianness } from 'node:os';

// The cuts of a plan, from those of the baseline and those in which it differs (both increase); or from all cuts, as
// little-endian 32-bit numbers in base64.
export function merged(base, flips) {
  if (typeof flips === 'string') {
    const data = Uint8Array.from(Buffer.from(flips, 'base64'));
    if (endianness() === 'BE') {
      Buffer.from(data.buffer).swap32();
    }
    return new Uint32Array(data.buffer);
  }
  const cuts = [];
  let at = 0;
  for (const flip of flips) {
    while (at < base.length && base[at] < flip) {
      cuts.push(base[at]);
      at += 1;
    }
    if (base[at] === flip) {
      at += 1;
    } else {
      cuts.push(flip);
    }
  }
  while (at < base.length) {
    cuts.push(base[at]);
    at += 1;
  }
  return cuts;
}

// The piece of a plan that brings the last byte of each piece of the baseline.
function pieceOf(base, cuts) {
  let piece = 0;
  const pieces = base.map((end) => {
    while (piece < cuts.length && cuts[piece] < end) {
      piece += 1;
    }
    return piece;
  });
  pieces.push(cuts.length);
  return pieces;
}

const OTHERS = ['error', 'asked', 'ended', 'ends', 'past', 'late', 'where', 'lines', 'marks'];
const isSame = (a, b) => a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

// `moved`, or null where the client gave other values.
function moves(said, first, base, cuts) {
  if (said.length !== first.length) {
    return null;
  }
  const moved = [];
  const pieces = pieceOf(base, cuts);
  for (let number = 0; number < said.length; number += 1) {
    const [piece, source, value] = said[number];
    const [was, from, wanted] = first[number];
    if (source !== from || !isSame(value, wanted)) {
      return null;
    }
    const by = piece - (was < 0 ? was : pieces[was]);
    if (by !== 0) {
      moved.push([number, by]);
    }
  }
  return moved;
}

// `first`: the result of the baseline, which is cut at `base`; `result`: the one of the plan that is cut at `cuts`.
export function difference(result, first, base, cuts) {
  const { said, delivered } = result;
  const told = {};
  for (const name of OTHERS) {
    if (!isSame(result[name], first[name])) {
      told[name] = result[name] ?? null;
    }
  }
  if (delivered !== cuts.length + 1) {
    told.delivered = delivered;
  }
  const moved = moves(said, first.said, base, cuts);
  if (moved === null) {
    told.said = said;
  } else if (moved.length > 0) {
    told.moved = moved;
  }
  return told;
}
