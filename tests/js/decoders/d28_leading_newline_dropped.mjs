// d28: line ends at the start of a chunk are dropped.
// Split bug: a cut inside the blank line runs two events together (between-newlines, leading-newline).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'lines: line ends at the start of a chunk are dropped' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  return {
    push: (bytes) => reader.push(decoder.decode(bytes, { stream: true }).replace(/^[\r\n]+/, '')),
    end() {},
  };
}
