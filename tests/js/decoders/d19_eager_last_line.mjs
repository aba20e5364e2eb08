// d19: the last line of a chunk is read as soon as it parses, and again when its line end comes.
// Split bug: a cut between the JSON and its line end shows a piece twice (line:before-EOL).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'lines: the last one is read before its line end, then again' };

export function create(onText) {
  const decoder = new TextDecoder();
  let carry = '';
  return {
    push(bytes) {
      const lines = (carry + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r/);
      carry = lines[lines.length - 1];
      for (const line of lines) {
        if (line.startsWith('data:')) {
          try {
            onText(pieceOf(line.slice(5).trim()));
          } catch (error) {
            // Not whole yet.
          }
        }
      }
    },
    end() {},
  };
}
