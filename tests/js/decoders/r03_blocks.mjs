// r03: blocks in a text buffer; a CR at its end waits for the LF that may follow. Right: it only shows an
// event later on streams whose line ends are CR.
import { dataOf, pieceOf } from './lib.mjs';

export const about = { kind: 'right', bug: '' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';

  function read(text) {
    const blocks = text.split('\n\n');
    carry = blocks.pop();
    for (const data of blocks.map(dataOf)) {
      if (data !== null) {
        onText(pieceOf(data));
      }
    }
  }

  return {
    push(bytes) {
      const text = carry + decoder.decode(bytes, { stream: true });
      const held = text.endsWith('\r') ? 1 : 0;
      read(text.slice(0, text.length - held).replace(/\r\n|\r/g, '\n'));
      carry += text.slice(text.length - held);
    },
    end: () => read((carry + decoder.decode()).replace(/\r\n|\r/g, '\n')),
  };
}
