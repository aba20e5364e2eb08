// d26: nothing is read until the text ends with a blank line.
// Split bug, seen only on the way: with every chunk ending inside an event nothing is shown until the end
// (stall; half-plus, boundary-shift).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'events: everything is held until a chunk ends with a blank line', shows: 'stall' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  let held = '';
  return {
    push(bytes) {
      held += decoder.decode(bytes, { stream: true });
      if (/(?:\r\n\r\n|\n\n|\r\r)$/.test(held)) {
        reader.push(held);
        held = '';
      }
    },
    end() {},
  };
}
