// Right: is fed with text.
import { Decoder } from './class_lines.mjs';

export class TextFeed {
  constructor(onText) { this.lines = new Decoder(onText); this.first = true; }
  feed(text) {
    if (this.first && text !== '') { this.first = false; text = text.replace(/^\uFEFF/, ''); }
    this.lines.take(text);
  }
  end() {}
}
