// d05: CRLF and CR are turned into LF chunk by chunk.
// Split bug: a cut between CR and LF makes a blank line out of one line end, which ends the event early;
// seen only where an event has two data lines (line:CR|LF, on CRLF streams).
import { dataOf, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'line ends: CRLF turned into LF per chunk', needs: 'CRLF, two data lines in an event' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true }).replace(/\r\n|\r/g, '\n');
      const blocks = (carry + text).split('\n\n');
      carry = blocks.pop();
      for (const data of blocks.map(dataOf)) {
        if (data) {
          onText(pieceOf(data));
        }
      }
    },
    end() {},
  };
}
