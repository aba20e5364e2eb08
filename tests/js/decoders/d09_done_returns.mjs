// d09: a chunk that includes the sentinel ends everything.
// Split bug: what came in the same chunk is lost (tail, whole).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'sentinel: a chunk that includes it is not read', needs: '[DONE]' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (!text.includes('[DONE]')) {
        reader.push(text);
      }
    },
    end() {},
  };
}
