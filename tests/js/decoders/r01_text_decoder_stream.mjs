// r01: TextDecoder with { stream: true }, lines and events as the HTML Standard has them. Right.
import { createTextReader } from './lib.mjs';

export const about = { kind: 'right', bug: '' };

export function create(onText) {
  const decoder = new TextDecoder();
  const reader = createTextReader(onText);
  return {
    push: (bytes) => reader.push(decoder.decode(bytes, { stream: true })),
    end: () => reader.push(decoder.decode()),
  };
}
