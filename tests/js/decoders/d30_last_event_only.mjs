// d30: of the events in one chunk the last one is shown.
// Split bug: merges lose text (merge, whole, half-plus).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: only the last one of a chunk is shown' };

export function create(onText) {
  const decoder = new TextDecoder();
  let last = '';
  const reader = createTextReader((text) => {
    last = text || last;
  });
  return {
    push(bytes) {
      last = '';
      reader.push(decoder.decode(bytes, { stream: true }));
      onText(last);
    },
    end() {},
  };
}
