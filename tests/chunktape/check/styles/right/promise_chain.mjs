// Right: each piece waits for the one before.
import { Decoder as Plain } from './class_lines.mjs';

export class Decoder extends Plain {
  push(bytes) {
    const text = this.decoder.decode(bytes, { stream: true });
    this.chain = (this.chain ?? Promise.resolve()).then(() => this.take(text));
    return this.chain;
  }
}
