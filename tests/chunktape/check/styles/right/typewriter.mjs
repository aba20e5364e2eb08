// Right: types letter by letter.
import { Decoder as Plain } from './class_lines.mjs';

export class Decoder extends Plain {
  constructor(onText) { super((text) => { this.queue.push(...Array.from(text)); this.type(); }); this.show = onText; this.queue = []; this.timer = null; }
  type() {
    if (this.timer || !this.queue.length) return;
    this.timer = setTimeout(() => { this.timer = null; this.show(this.queue.shift()); this.type(); }, 15);
  }
}
