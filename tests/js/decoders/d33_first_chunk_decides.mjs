// d33: the first chunk decides whether the answer is a stream: it must begin with a field's name.
// Split bug: a first chunk of "da", or a byte order mark alone, and nothing is shown (edge-first, bom).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'start: the first chunk must begin with a whole field name' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  let isStream = null;
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (isStream === null) {
        isStream = /^\s*(?:data:|event:|id:|retry:|:)/.test(text);
      }
      if (isStream) {
        reader.push(text);
      }
    },
    end() {},
  };
}
