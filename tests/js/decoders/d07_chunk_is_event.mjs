// d07: one chunk is one event.
// Split bug: throws on any cut and on any merge.
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: takes one chunk for one event' };

export function create(onText) {
  const decoder = new TextDecoder();
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true }).trim();
      if (text.startsWith('data:')) {
        onText(pieceOf(text.slice(5).trim()));
      }
    },
    end() {},
  };
}
