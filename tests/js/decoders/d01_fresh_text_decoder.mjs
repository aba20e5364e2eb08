// d01: a fresh TextDecoder for each chunk.
// Split bug: a character cut in two becomes U+FFFD (utf8-*).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'split', bug: 'UTF-8: a fresh TextDecoder for each chunk' };

export function create(onText) {
  const reader = createTextReader(onText);
  return { push: (bytes) => reader.push(new TextDecoder().decode(bytes)), end() {} };
}
