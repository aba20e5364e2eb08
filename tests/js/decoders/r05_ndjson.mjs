// r05: NDJSON with a carry; the last record may lack its LF. Right.
import { pieceOf } from './lib.mjs';

export const about = { kind: 'right', bug: '', dialect: 'ndjson' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';

  function read(lines) {
    lines.filter((line) => line.trim()).forEach((line) => onText(pieceOf(line)));
  }

  return {
    push(bytes) {
      const lines = (carry + decoder.decode(bytes, { stream: true })).split('\n');
      carry = lines.pop();
      read(lines);
    },
    end: () => read([carry + decoder.decode()]),
  };
}
