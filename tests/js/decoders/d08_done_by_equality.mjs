// d08: the end is recognised by comparing the whole chunk with the sentinel.
// Split bug: a cut inside the sentinel's event, or the last delta in the same chunk, hands "[DONE]" to
// JSON.parse (done:*, tail).
import { textOf } from '../pick.mjs';
import { createEvents, createLines } from './lib.mjs';

export const about = { kind: 'split', bug: 'sentinel: compared with the whole chunk', needs: '[DONE]' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createLines(createEvents((data) => onText(textOf(JSON.parse(data)))));
  let done = false;
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      done = done || /^data: ?\[DONE\]\s*$/.test(text);
      if (!done) {
        reader.push(text);
      }
    },
    end() {},
  };
}
