// d11: the first {...} of a chunk is the message.
// Split bug: a second event in the chunk is lost, an event cut in two as well (merge, json).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: only the first {...} of a chunk' };

export function create(onText) {
  const decoder = new TextDecoder();
  return {
    push(bytes) {
      const found = /\{[^\r\n]*\}/.exec(decoder.decode(bytes, { stream: true }));
      if (found) {
        try {
          onText(pieceOf(found[0]));
        } catch (error) {
          // Lost.
        }
      }
    },
    end() {},
  };
}
