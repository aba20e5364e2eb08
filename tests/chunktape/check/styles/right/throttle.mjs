// Right: shows at most every 16 ms, and at the end.
import { Decoder as Plain } from './class_lines.mjs';

export class Decoder extends Plain {
  constructor(onText) { super((text) => this.add(text)); this.show = onText; this.pending = ''; }
  add(text) {
    this.pending += text;
    this.timer ??= setTimeout(() => this.flush(), 16);
  }
  flush() { clearTimeout(this.timer); this.timer = undefined; const text = this.pending; this.pending = ''; if (text) this.show(text); }
  end() { super.end(); this.flush(); }
}
