// d14: the value of every line that is not blank goes to JSON.parse, a comment's as well.
// Content bug: throws on ": keep-alive" (torture-comments, DeepSeek, OpenRouter).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'fields: a comment goes to JSON.parse' };

export function create(onText) {
  const decoder = new TextDecoder();
  const lines = createLines((line) => {
    if (line !== '' && !/^(?:event|id|retry):/.test(line)) {
      onText(pieceOf(line.replace(/^data: ?/, '')));
    }
  });
  return { push: (bytes) => lines.push(decoder.decode(bytes, { stream: true })), end() {} };
}
