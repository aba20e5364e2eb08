// d45: a record counts when its LF has come.
// Content bug: a last record without a line end is lost (torture-ndjson).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'NDJSON: the last record without LF is lost', dialect: 'ndjson' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';
  return {
    push(bytes) {
      const lines = (carry + decoder.decode(bytes, { stream: true })).split('\n');
      carry = lines.pop();
      lines.filter((line) => line.trim()).forEach((line) => onText(pieceOf(line)));
    },
    end() {},
  };
}
