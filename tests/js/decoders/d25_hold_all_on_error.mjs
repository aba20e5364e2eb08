// d25: while the bytes do not decode as a whole, everything is held.
// Split bug, seen only on the way: with every chunk ending inside a character nothing is shown until the
// end (stall).
import { concat, createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: everything is held while the end is not whole', shows: 'stall' };

export function create(onText) {
  const reader = createTextReader(onText);
  let held = new Uint8Array(0);
  let isFirst = true;
  return {
    push(bytes) {
      held = concat(held, bytes);
      try {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isFirst }).decode(held);
        isFirst = isFirst && held.length === 0;
        held = new Uint8Array(0);
        reader.push(text);
      } catch (error) {
        // Wait for the rest.
      }
    },
    end() {},
  };
}
