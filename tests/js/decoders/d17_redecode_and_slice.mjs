// d17: decodes everything received again for each chunk and goes on from the old length.
// Split bug: U+FFFD of a half character has the same length as the character that comes (utf8-*).
import { concat, createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: all decoded again, sliced by the old length' };

export function create(onText) {
  const reader = createTextReader(onText);
  let all = new Uint8Array(0);
  let seen = 0;
  return {
    push(bytes) {
      all = concat(all, bytes);
      const text = new TextDecoder().decode(all);
      reader.push(text.slice(seen));
      seen = text.length;
    },
    end() {},
  };
}
