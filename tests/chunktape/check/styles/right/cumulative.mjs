// Right: shows all of the answer each time.
import { createDecoder as createPlain } from './split_remainder.mjs';

export function createDecoder(onText) {
  let so = '';
  return createPlain((text) => { so += text; onText(so); });
}
