// d21: where something was carried over, only the first event of the joined text is read.
// Split bug: half an event, then its rest with more events in one chunk (half-plus); nothing else finds it.
import { dataOf, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: with a carry only the first event is read' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';
  return {
    push(bytes) {
      const hadCarry = carry !== '';
      const blocks = (carry + decoder.decode(bytes, { stream: true })).split('\n\n');
      carry = blocks.pop();
      for (const data of (hadCarry ? blocks.slice(0, 1) : blocks).map(dataOf)) {
        if (data !== null) {
          onText(pieceOf(data));
        }
      }
    },
    end() {},
  };
}
