// Right: a class; text in a buffer, lines by a pattern.
import { pick } from './shared/pick.mjs';

export class Decoder {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); this.buffer = ''; this.cr = false; this.data = []; }
  push(bytes) { this.take(this.decoder.decode(bytes, { stream: true })); }
  end() { this.take(this.decoder.decode()); }
  take(text) {
    if (text === '') return;
    if (this.cr && text[0] === '\n') text = text.slice(1);
    this.cr = text.endsWith('\r');
    const lines = (this.buffer + text).split(/\r\n|\r|\n/);
    this.buffer = lines.pop();
    for (const line of lines) this.line(line);
  }
  line(line) {
    if (line === '') {
      if (this.data.length === 0) return;
      const data = this.data.join('\n');
      this.data = [];
      this.onText(pick(data));
      return;
    }
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'data') this.data.push(value);
  }
}
