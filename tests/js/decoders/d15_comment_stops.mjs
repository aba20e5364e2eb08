// d15: a comment ends the reading of a chunk.
// Split bug: whole events after a comment in the same chunk are lost (comments, merge, whole).
import { createEvents, createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'comments: one ends the reading of its chunk', needs: 'a comment' };

export function create(onText) {
  const decoder = new TextDecoder();
  let skipping = false;
  const readLine = createEvents((data) => onText(pieceOf(data)));
  const lines = createLines((line) => {
    skipping = skipping || line.startsWith(':');
    if (!skipping) {
      readLine(line);
    }
  });
  return {
    push(bytes) {
      skipping = false;
      lines.push(decoder.decode(bytes, { stream: true }));
    },
    end() {},
  };
}
