// d03: each chunk is split into lines by itself; what does not parse is swallowed.
// Split bug: an event cut anywhere is lost in silence (fields, json).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'lines: no carry, JSON errors swallowed' };

export function create(onText) {
  const decoder = new TextDecoder();
  return {
    push(bytes) {
      for (const line of decoder.decode(bytes, { stream: true }).split(/\r\n|\n|\r/)) {
        if (line.startsWith('data:')) {
          try {
            onText(pieceOf(line.slice(5).trim()));
          } catch (error) {
            // The example that this was copied from did this, too.
          }
        }
      }
    },
    end() {},
  };
}
