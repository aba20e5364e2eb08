// d10: a regular expression finds the whole events of a chunk; the rest is forgotten.
// Split bug: an event cut anywhere is lost.
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: a regular expression per chunk, no carry' };

export function create(onText) {
  const decoder = new TextDecoder();
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      for (const [, data] of text.matchAll(/data: ?([^\r\n]*)(?:\r\n\r\n|\n\n|\r\r)/g)) {
        onText(pieceOf(data));
      }
    },
    end() {},
  };
}
