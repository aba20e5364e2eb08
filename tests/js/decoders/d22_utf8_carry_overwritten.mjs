// d22: the carried bytes of a character are overwritten, not added to, when the next chunk does not
// finish it.
// Split bug: two cuts in one character (utf8-multi, bytes); no single cut finds it.
import { concat, createTextReader, unfinished } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: the carry is overwritten, not added to' };

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  return {
    push(bytes) {
      if (carry.length > 0 && bytes.every((byte) => byte >= 0x80 && byte < 0xc0) && unfinished(concat(carry, bytes)) > 0) {
        carry = bytes;
        return;
      }
      const all = concat(carry, bytes);
      const end = all.length - unfinished(all);
      carry = all.slice(end);
      reader.push(new TextDecoder().decode(all.subarray(0, end)));
    },
    end() {},
  };
}
