// Right: UTF-8 by hand, code point by code point.
import { pick } from './shared/pick.mjs';

// No TextDecoder: code points by hand, then lines.
export function makeParser(onText) {
  let point = 0, left = 0, seen = false, line = '', cr = false, data = null;
  function put(code) {
    if (!seen) { seen = true; if (code === 0xfeff) return; }
    if (cr) { cr = false; if (code === 10) return; }
    if (code === 13 || code === 10) { cr = code === 13; const whole = line; line = ''; take(whole); return; }
    line += String.fromCodePoint(code);
  }
  function take(whole) {
    if (whole === '') { const found = data; data = null; if (found !== null) onText(pick(found)); return; }
    if (!whole.startsWith('data:')) return;
    const value = whole.slice(5).replace(/^ /, '');
    data = data === null ? value : data + '\n' + value;
  }
  return {
    feed(bytes) {
      const view = new Uint8Array(bytes);
      for (let i = 0; i < view.length; i += 1) {
        const byte = view[i];
        if (left > 0) { point = (point << 6) | (byte & 0x3f); left -= 1; if (left === 0) put(point); }
        else if (byte < 0x80) put(byte);
        else if (byte < 0xe0) { point = byte & 0x1f; left = 1; }
        else if (byte < 0xf0) { point = byte & 0x0f; left = 2; }
        else { point = byte & 0x07; left = 3; }
      }
    },
    end() {},
  };
}
