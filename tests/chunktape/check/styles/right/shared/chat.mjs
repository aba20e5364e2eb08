// What the clients of mini-programs have alike.
import { pick } from './pick.mjs';

// UTF-8 by hand where there is no TextDecoder, as in most WeChat base libraries.
export function createUtf8() {
  let point = 0, left = 0;
  return (buffer) => {
    let out = '';
    for (const byte of new Uint8Array(buffer)) {
      if (left > 0) { point = (point << 6) | (byte & 63); left -= 1; if (left === 0) out += String.fromCodePoint(point); }
      else if (byte < 128) out += String.fromCharCode(byte);
      else if (byte < 224) { point = byte & 31; left = 1; }
      else if (byte < 240) { point = byte & 15; left = 2; }
      else { point = byte & 7; left = 3; }
    }
    return out;
  };
}
function createEvents(onData) {
  let line = '', data = [], cr = false, first = true;
  return (text) => {
    for (let char of text) {
      if (first) { first = false; if (char === '\uFEFF') continue; }
      if (cr && char === '\n') { cr = false; continue; }
      cr = char === '\r';
      if (char !== '\n' && !cr) { line += char; continue; }
      if (line === '') { const found = data; data = []; if (found.length) onData(found.join('\n')); }
      else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      line = '';
    }
  };
}
// Asks through a platform's `request`; `decode` makes text of a piece.
export function chat(request, decode, { url, body, onText, onDone, onError }) {
  let stopped = false;
  const events = createEvents((data) => onText(pick(data)));
  const task = request({
    url, method: 'POST', data: body, enableChunked: true, responseType: 'arraybuffer',
    success() { if (!stopped) onDone(); },
    fail(error) { if (!stopped) onError(error); },
  });
  task.onChunkReceived((res) => { if (!stopped) events(typeof res.data === 'string' ? res.data : decode(res.data)); });
  return { abort() { stopped = true; task.abort(); } };
}
