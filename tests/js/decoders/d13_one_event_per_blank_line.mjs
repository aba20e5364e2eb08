// d13: waits until the text ends with a blank line, then reads one event.
// Split bug: of several events in a chunk only the first is shown (merge, whole, half-plus).
import { dataOf, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: waits for a blank line at the end, then reads only one event' };

export function create(onText) {
  const decoder = new TextDecoder();
  let held = '';
  return {
    push(bytes) {
      held += decoder.decode(bytes, { stream: true });
      if (/(?:\r\n\r\n|\n\n|\r\r)$/.test(held)) {
        const data = dataOf(held.replace(/\r\n|\r/g, '\n').split('\n\n').filter((block) => dataOf(block) !== null)[0] ?? '');
        held = '';
        if (data !== null) {
          onText(pieceOf(data));
        }
      }
    },
    end() {},
  };
}
