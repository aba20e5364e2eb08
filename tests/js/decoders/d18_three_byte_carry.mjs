// d18: keeps an unfinished character for the next chunk, but thinks that none has more than three bytes.
// Split bug: an emoji cut after its third byte, or after its second, is broken (utf8-4b/2, utf8-4b/3).
import { concat, createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: the carry knows characters of three bytes only', needs: 'a 4-byte character' };

function unfinishedOfThree(bytes) {
  const last = bytes[bytes.length - 1];
  const before = bytes[bytes.length - 2];
  if (last >= 0xc0) {
    return 1;
  }
  return last >= 0x80 && before >= 0xe0 && before < 0xf0 ? 2 : 0;
}

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  return {
    push(bytes) {
      const all = concat(carry, bytes);
      const end = all.length - unfinishedOfThree(all);
      carry = all.slice(end);
      reader.push(new TextDecoder().decode(all.subarray(0, end)));
    },
    end() {},
  };
}
