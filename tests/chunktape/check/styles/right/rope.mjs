// Right: a list of pieces, joined where a line ends.
import { pick } from './shared/pick.mjs';

// Pieces of bytes in a list; they are joined only where a line ends.
export class Rope {
  constructor(onText) { this.onText = onText; this.parts = []; this.lines = []; this.cr = false; }
  push(bytes) {
    let from = 0;
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i];
      if (this.cr) { this.cr = false; if (byte === 10) { from = i + 1; continue; } }
      if (byte !== 10 && byte !== 13) continue;
      this.cr = byte === 13;
      this.parts.push(bytes.slice(from, i));
      from = i + 1;
      this.endLine();
    }
    if (from < bytes.length) this.parts.push(bytes.slice(from));
  }
  endLine() {
    const size = this.parts.reduce((sum, part) => sum + part.length, 0);
    if (size === 0) { this.parts = []; this.dispatch(); return; }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const part of this.parts) { whole.set(part, at); at += part.length; }
    this.parts = [];
    this.lines.push(new TextDecoder().decode(whole));
  }
  dispatch() {
    const data = this.lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, ''));
    this.lines = [];
    if (data.length) this.onText(pick(data.join('\n')));
  }
}
