// d31: finds JSON by counting braces, without looking at strings.
// Content bug: a brace in the answer shifts every count (torture-lookalike).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'JSON: braces are counted inside strings, too' };

export function create(onText) {
  const decoder = new TextDecoder();
  let depth = 0;
  let json = '';
  return {
    push(bytes) {
      for (const unit of decoder.decode(bytes, { stream: true })) {
        depth += unit === '{' ? 1 : 0;
        if (depth > 0) {
          json += unit;
        }
        depth -= unit === '}' ? 1 : 0;
        if (depth <= 0 && json) {
          onText(pieceOf(json));
          json = '';
          depth = 0;
        }
      }
    },
    end() {},
  };
}
