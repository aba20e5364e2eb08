// Right: a queue of pieces that is read in microtasks.
import { pick } from './shared/pick.mjs';

// Pieces are queued, and read in a microtask.
export class Queued {
  constructor(onText) { this.onText = onText; this.queue = []; this.running = false; this.decoder = new TextDecoder(); this.rest = ''; this.data = []; }
  push(bytes) { this.queue.push(bytes.slice()); if (!this.running) { this.running = true; queueMicrotask(() => this.drain()); } }
  async drain() {
    while (this.queue.length) {
      const text = this.rest + this.decoder.decode(this.queue.shift(), { stream: true });
      const held = text.endsWith('\r') ? 1 : 0;
      const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
      this.rest = lines.pop() + text.slice(text.length - held);
      for (const line of lines) {
        if (line === '') { if (this.data.length) this.onText(pick(this.data.join('\n'))); this.data = []; }
        else if (line.startsWith('data:')) this.data.push(line.slice(5).replace(/^ /, ''));
        await null;
      }
    }
    this.running = false;
  }
}
