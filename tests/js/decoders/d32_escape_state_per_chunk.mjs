// d32: finds JSON by counting braces outside strings, but forgets at the end of a chunk that the last
// character was a backslash.
// Split bug: a cut between \ and " (esc:\|") ends the string too early.
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'JSON: the escape state is lost at the end of a chunk', needs: '\\" in the answer' };

export function create(onText) {
  const decoder = new TextDecoder();
  let depth = 0;
  let inString = false;
  let json = '';
  return {
    push(bytes) {
      let escaped = false;
      for (const unit of decoder.decode(bytes, { stream: true })) {
        const isQuote = unit === '"' && !escaped && depth > 0;
        depth += unit === '{' && !inString ? 1 : 0;
        if (depth > 0) {
          json += unit;
        }
        depth -= unit === '}' && !inString && depth > 0 ? 1 : 0;
        inString = isQuote ? !inString : inString;
        escaped = unit === '\\' && !escaped;
        if (depth === 0 && json) {
          onText(pieceOf(json));
          json = '';
        }
      }
    },
    end() {},
  };
}
