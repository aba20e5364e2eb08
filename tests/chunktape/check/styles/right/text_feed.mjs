// Right: is fed with text; each line end is passed once to a function.
import { pick } from './shared/pick.mjs';

export class TextFeed {
  constructor(onText) { this.onText = onText; this.text = ''; this.data = []; this.first = true; }
  feed(text) {
    if (this.first && text !== '') { this.first = false; text = text.replace(/^\uFEFF/, ''); }
    this.text += text;
    let from = 0;
    this.text.replace(/\r\n|\n|\r(?!$)/g, (end, at) => { this.line(this.text.slice(from, at)); from = at + end.length; });
    this.text = this.text.slice(from);
  }
  end() {}
  line(line) {
    if (line === '' && this.data.length) { this.onText(pick(this.data.splice(0).join('\n'))); return; }
    if (line === 'data' || line.startsWith('data:')) this.data.push(line.slice(5).replace(/^ /, ''));
  }
}
