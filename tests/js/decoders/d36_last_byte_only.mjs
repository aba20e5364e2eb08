// d36: keeps the last byte of a chunk for the next one if it begins a character.
// Split bug: a cut after the second byte of three, or later, is not seen (utf8-3b/2, utf8-4b/2, utf8-4b/3).
import { concat, createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: the carry looks at the last byte only' };

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  return {
    push(bytes) {
      const all = concat(carry, bytes);
      const end = all[all.length - 1] >= 0xc0 ? all.length - 1 : all.length;
      carry = all.slice(end);
      reader.push(new TextDecoder().decode(all.subarray(0, end)));
    },
    end() {},
  };
}
