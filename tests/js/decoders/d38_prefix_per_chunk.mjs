// d38: "data:" is taken off every line of a chunk before the chunks are joined.
// Split bug: a cut inside "data: " leaves it in, answer text "data:" at the start of a chunk goes
// (inside-name, name|colon, colon|space, lookalike).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'fields: "data:" is taken off chunk by chunk' };

export function create(onText) {
  const decoder = new TextDecoder();
  const lines = createLines((line) => {
    if (line.startsWith('{') || line === '[DONE]') {
      onText(pieceOf(line));
    }
  });
  return {
    push: (bytes) => lines.push(decoder.decode(bytes, { stream: true }).replace(/^data: ?/gm, '')),
    end() {},
  };
}
