// d42: String.fromCharCode of a code point.
// Content bug: an emoji is cut to 16 bits (torture-unicode, article B).
import { concat, createTextReader, unfinished } from './lib.mjs';

export const about = { kind: 'content', bug: 'UTF-8: code points above U+FFFF are cut to 16 bits' };

export function create(onText) {
  const reader = createTextReader(onText);
  let carry = new Uint8Array(0);
  let isFirst = true;
  return {
    push(bytes) {
      const all = concat(carry, bytes);
      const end = all.length - unfinished(all);
      carry = all.slice(end);
      const text = new TextDecoder('utf-8', { ignoreBOM: !isFirst }).decode(all.subarray(0, end));
      isFirst = isFirst && end === 0;
      reader.push(Array.from(text, (char) => String.fromCharCode(char.codePointAt(0))).join(''));
    },
    end() {},
  };
}
