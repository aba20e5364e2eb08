// d20: the event's name is forgotten at the end of a chunk, and data without its name is not read.
// Split bug: a cut between the event line and the end of its event loses it (between-fields, lines).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'fields: the event name is reset with each chunk', needs: 'event: lines' };

export function create(onText) {
  const decoder = new TextDecoder();
  let name = null;
  let isNamed = false;
  const lines = createLines((line) => {
    if (line.startsWith('event:')) {
      name = line.slice(6).trim();
      isNamed = true;
    } else if (line.startsWith('data:') && (name || !isNamed)) {
      onText(pieceOf(line.slice(5).trim()));
    }
  });
  return {
    push(bytes) {
      name = null;
      lines.push(decoder.decode(bytes, { stream: true }));
    },
    end() {},
  };
}
