// d04: events end with LF LF and nothing else.
// Content bug: a CRLF or CR stream shows nothing (torture-crlf, torture-cr).
import { dataOf, pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'line ends: knows LF LF only' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';
  return {
    push(bytes) {
      const blocks = (carry + decoder.decode(bytes, { stream: true })).split('\n\n');
      carry = blocks.pop();
      for (const data of blocks.map(dataOf)) {
        if (data !== null) {
          onText(pieceOf(data));
        }
      }
    },
    end() {},
  };
}
