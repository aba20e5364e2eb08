// Right: states over bytes; a line is decoded when it is whole.
import { pick } from './shared/pick.mjs';

const START = 0, FIELD = 1, AFTER_CR = 2;
export class ByteMachine {
  constructor(onText) { this.onText = onText; this.state = START; this.line = []; this.data = []; this.first = true; }
  push(bytes) {
    for (const byte of bytes) {
      if (this.state === AFTER_CR) { this.state = START; if (byte === 10) continue; }
      if (byte === 13) { this.endLine(); this.state = AFTER_CR; continue; }
      if (byte === 10) { this.endLine(); continue; }
      this.line.push(byte);
      this.state = FIELD;
    }
  }
  endLine() {
    let bytes = this.line;
    this.line = [];
    this.state = START;
    if (this.first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.slice(3);
    this.first = false;
    const line = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    if (line === '') { this.dispatch(); return; }
    if (line.startsWith('data:')) this.data.push(line[5] === ' ' ? line.slice(6) : line.slice(5));
  }
  dispatch() {
    const data = this.data;
    this.data = [];
    if (data.length) this.onText(pick(data.join('\n')));
  }
  end() {}
}
