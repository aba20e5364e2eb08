// d16: of several data lines the last one wins.
// Content bug: an event with two data lines is broken (torture-multiline).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'fields: the last data line of an event wins' };

export function create(onText) {
  const decoder = new TextDecoder();
  let data = null;
  const lines = createLines((line) => {
    if (line === '' && data !== null) {
      const last = data;
      data = null;
      onText(pieceOf(last));
    } else if (line.startsWith('data:')) {
      data = line.slice(5).replace(/^ /, '');
    }
  });
  return { push: (bytes) => lines.push(decoder.decode(bytes, { stream: true })), end() {} };
}
