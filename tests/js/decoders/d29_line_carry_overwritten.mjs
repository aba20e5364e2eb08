// d29: the carried part of a line is overwritten when the next chunk does not end the line.
// Split bug: two cuts in one line (bytes, fixed, json all=1); no single cut finds it.
import { createEvents, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'lines: the carry is overwritten, not added to' };

export function create(onText) {
  const decoder = new TextDecoder();
  const readLine = createEvents((data) => onText(pieceOf(data)));
  let carry = '';
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      if (!text.includes('\n')) {
        carry = text;
        return;
      }
      const lines = (carry + text).split('\n');
      carry = lines.pop();
      lines.map((line) => line.replace(/\r$/, '')).forEach(readLine);
    },
    end() {},
  };
}
