// Right: a sticky pattern over the buffer.
import { pick } from './shared/pick.mjs';

const TOKEN = /([^\r\n]*)(\r\n|\n|\r(?=[^\n]))/y;
export class Tokens {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); this.text = ''; this.block = []; }
  push(bytes) { this.text += this.decoder.decode(bytes, { stream: true }); this.read(); }
  end() { this.text += this.decoder.decode(); if (this.text.endsWith('\r')) this.text += '\n'; this.read(); }
  read() {
    TOKEN.lastIndex = 0;
    let end = 0;
    for (let found = TOKEN.exec(this.text); found; found = TOKEN.exec(this.text)) {
      end = TOKEN.lastIndex;
      if (found[1] !== '') { this.block.push(found[1]); continue; }
      const data = this.block.filter((line) => /^data(:|$)/.test(line)).map((line) => line.replace(/^data:? ?/, ''));
      this.block = [];
      if (data.length) this.onText(pick(data.join('\n')));
    }
    this.text = this.text.slice(end);
  }
}
