// d39: a chunk that begins with a colon is a comment and is dropped.
// Split bug: events behind a comment in the same chunk, and a cut before any colon (comments, name|colon).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'comments: a chunk that begins with a colon is dropped' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (!text.startsWith(':')) {
        reader.push(text);
      }
    },
    end() {},
  };
}
