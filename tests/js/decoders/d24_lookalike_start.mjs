// d24: a chunk that begins with "data:" begins a new event; what was carried is thrown away.
// Split bug: answer text "data:" at the start of a chunk (lookalike).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: a chunk that begins with "data:" resets the carry', needs: '"data:" in the answer' };

export function create(onText) {
  const decoder = new TextDecoder();
  let reader = createTextReader(onText);
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (text.startsWith('data:')) {
        reader = createTextReader(onText);
      }
      reader.push(text);
    },
    end() {},
  };
}
