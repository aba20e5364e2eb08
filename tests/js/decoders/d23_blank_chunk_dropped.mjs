// d23: a chunk of nothing but white space is dropped.
// Split bug: where the blank line comes alone, two events run together (between-newlines, lines).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'lines: a chunk of white space is dropped' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (text.trim() !== '') {
        reader.push(text);
      }
    },
    end() {},
  };
}
