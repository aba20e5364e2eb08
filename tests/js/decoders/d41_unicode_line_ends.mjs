// d41: U+2028, U+2029 and U+0085 end a line, as some languages' splitlines has it.
// Content bug: one of them in the answer cuts its event in two (torture-unicode).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'line ends: U+2028, U+2029 and U+0085 count' };

export function create(onText) {
  const decoder = new TextDecoder();
  const lines = createLines((line) => {
    if (line.startsWith('data:')) {
      onText(pieceOf(line.slice(5).trim()));
    }
  });
  return {
    push: (bytes) => lines.push(decoder.decode(bytes, { stream: true }).replace(/[\u2028\u2029\u0085]/g, '\n')),
    end() {},
  };
}
