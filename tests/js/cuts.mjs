// Cutting a body into pieces, and a small generator of numbers whose sequence is the same everywhere.

// The pieces of `body` (Uint8Array) for strictly increasing offsets inside it; copies, as on a wire.
export function cutAt(body, cuts) {
  const ends = [...cuts, body.length];
  let start = 0;
  return ends.map((end) => {
    const piece = body.slice(start, end);
    start = end;
    return piece;
  });
}

// A linear congruential generator: next(n) gives an integer from 0 to n - 1.
export function lcg(seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * n);
  };
}

// Pieces of 1 to 8 bytes now, of 1 to 64 then.
export function randomCuts(length, next) {
  const limit = next(2) === 0 ? 8 : 64;
  const cuts = [];
  for (let at = 1 + next(limit); at < length; at += 1 + next(limit)) {
    cuts.push(at);
  }
  return cuts;
}
