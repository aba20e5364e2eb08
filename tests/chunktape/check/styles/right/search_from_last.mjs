// Right: looks for the end of an event from where it looked last.
import { pick } from './shared/pick.mjs';

// Blocks in text; a whole event is found by indexOf, the search begins where the last one ended.
export class Search {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); this.text = ''; this.from = 0; this.cr = false; }
  push(bytes) {
    let text = this.decoder.decode(bytes, { stream: true });
    if (text === '') return;
    if (this.cr && text.startsWith('\n')) text = text.slice(1);
    this.cr = text.endsWith('\r');
    this.text += text.replace(/\r\n?/g, '\n');
    for (;;) {
      const at = this.text.indexOf('\n\n', Math.max(0, this.from - 1));
      if (at < 0) { this.from = this.text.length; return; }
      const data = this.text.slice(0, at).split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      this.text = this.text.slice(at + 2);
      this.from = 0;
      if (data.length) this.onText(pick(data.join('\n')));
    }
  }
}
