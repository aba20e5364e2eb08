// d35: whole characters, but a fresh TextDecoder for each chunk, which drops a byte order mark.
// Split bug: U+FEFF in the answer at the start of a chunk disappears (feff-at-chunk-start).
import { concat, createTextReader, unfinished } from './lib.mjs';

export const about = { kind: 'split', bug: 'BOM: dropped at the start of every chunk', needs: 'U+FEFF in the answer' };

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  return {
    push(bytes) {
      const all = concat(carry, bytes);
      const end = all.length - unfinished(all);
      carry = all.slice(end);
      reader.push(new TextDecoder().decode(all.subarray(0, end)));
    },
    end() {},
  };
}
