// Right: fetch with a reader.
import { pick } from './shared/pick.mjs';

export async function ask(url, { onText, onDone, signal }) {
  const response = await fetch(url, { method: 'POST', signal });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let buffer = '', data = [], cr = false;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    let text = decoder.decode(value, { stream: true });
    if (text === '') continue;
    if (cr && text[0] === '\n') text = text.slice(1);
    cr = text.endsWith('\r');
    buffer += text;
    const lines = buffer.split(/\r\n|\r|\n/);
    buffer = lines.pop();
    for (const line of lines) {
      if (line === '') { const found = data; data = []; if (found.length) onText(pick(found.join('\n'))); }
      else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
  }
  onDone();
}
