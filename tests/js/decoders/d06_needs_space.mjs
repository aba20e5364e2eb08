// d06: only "data: " with its space counts.
// Content bug: "data:{" shows nothing (torture-nospace, DashScope, Spring).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'fields: needs the space after "data:"' };

export function create(onText) {
  const decoder = new TextDecoder();
  const lines = createLines((line) => {
    if (line.startsWith('data: ')) {
      onText(pieceOf(line.slice(6)));
    }
  });
  return { push: (bytes) => lines.push(decoder.decode(bytes, { stream: true })), end() {} };
}
