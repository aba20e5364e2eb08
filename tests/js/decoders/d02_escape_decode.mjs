// d02: decodeURIComponent(escape(binary)) for each chunk; a chunk that throws is dropped.
// Split bug: a character cut in two loses both chunks (utf8-*).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: decodeURIComponent(escape()) per chunk, the chunk that throws is dropped' };

export function create(onText) {
  const reader = createTextReader(onText);
  return {
    push(bytes) {
      let text = '';
      try {
        text = decodeURIComponent(escape(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')));
      } catch (error) {
        return;
      }
      reader.push(text.replace(/^\ufeff/, ''));
    },
    end() {},
  };
}
