// d34: the byte order mark is taken off if the first chunk begins with all three bytes of it.
// Split bug: a cut inside the mark leaves it in the first field's name (bom/1, bom/2).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'BOM: looked for in the first chunk only', needs: 'a byte order mark' };

export function create(onText) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = createTextReader(onText);
  let isFirst = true;
  return {
    push(bytes) {
      const isMarked = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      isFirst = false;
      reader.push(decoder.decode(isMarked ? bytes.subarray(3) : bytes, { stream: true }));
    },
    end() {},
  };
}
