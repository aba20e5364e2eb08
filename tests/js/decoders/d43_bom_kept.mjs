// d43: the byte order mark is not taken off.
// Content bug: the first field's name is "\uFEFFdata", the first event is lost (torture-bom).
import { createTextReader } from './lib.mjs';

export const about = { kind: 'content', bug: 'BOM: kept in front of the first field name' };

export function create(onText) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = createTextReader(onText);
  return { push: (bytes) => reader.push(decoder.decode(bytes, { stream: true })), end() {} };
}
