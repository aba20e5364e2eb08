// d12: UTF-8 decoded by hand, each chunk for itself; missing bytes at its end are skipped.
// Split bug: a character cut in two comes out wrong (utf8-*).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: decoded by hand without a carry' };

function decode(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i];
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    let point = length === 1 ? byte : byte & (0xff >> (length + 1));
    for (let k = 1; k < length && i + k < bytes.length; k += 1) {
      point = (point << 6) | (bytes[i + k] & 0x3f);
    }
    text += String.fromCodePoint(Math.min(point, 0x10ffff));
    i += length;
  }
  return text;
}

export function create(onText) {
  const reader = createTextReader(onText);
  return { push: (bytes) => reader.push(decode(bytes).replace(/^\ufeff/, '')), end() {} };
}
