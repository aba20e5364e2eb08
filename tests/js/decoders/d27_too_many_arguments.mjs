// d27: String.fromCharCode(...bytes).
// Split bug: a chunk of 128 KiB and more throws RangeError (whole, on a long answer).
import { concat, createTextReader, unfinished } from './lib.mjs';

export const about = { kind: 'split', bug: 'size: String.fromCharCode with a whole chunk as arguments', needs: 'a body above 128 KiB' };

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  let isFirst = true;
  return {
    push(bytes) {
      const all = concat(carry, bytes);
      const end = all.length - unfinished(all);
      carry = all.slice(end);
      const text = decodeURIComponent(escape(String.fromCharCode(...all.subarray(0, end))));
      reader.push(isFirst ? text.replace(/^\ufeff/, '') : text);
      isFirst = isFirst && end === 0;
    },
    end() {},
  };
}
