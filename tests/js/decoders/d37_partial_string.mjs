// d37: shows the answer while its JSON string is still coming, and unescapes what is there.
// Split bug: a cut inside an escape shows its first half (esc:\|n, esc:\uXXXX).
import { createLines, pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'JSON: an escape cut in two is shown half', needs: 'a JSON escape in the answer' };

const NAMED = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescape(raw) {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (all, hex, unit) => (hex ? String.fromCharCode(parseInt(hex, 16)) : NAMED[unit] ?? unit));
}

export function create(onText) {
  const decoder = new TextDecoder();
  let shown = 0;
  const lines = createLines((line) => {
    if (line.startsWith('data:')) {
      onText(pieceOf(line.slice(5).trim()).slice(shown));
      shown = 0;
    }
  });
  return {
    push(bytes) {
      lines.push(decoder.decode(bytes, { stream: true }));
      const open = /"content":\s*"((?:[^"\\]|\\.|\\$)*)$/.exec(lines.rest());
      if (open) {
        const text = unescape(open[1]);
        onText(text.slice(shown));
        shown = text.length;
      }
    },
    end() {},
  };
}
