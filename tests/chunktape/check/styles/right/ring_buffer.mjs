// Right: a ring of bytes.
import { pick } from './shared/pick.mjs';

// A ring of bytes that grows by doubling; blocks are taken out of it whole.
class Ring {
  constructor() { this.bytes = new Uint8Array(64); this.head = 0; this.size = 0; }
  put(byte) {
    if (this.size === this.bytes.length) {
      const more = new Uint8Array(this.size * 2);
      for (let i = 0; i < this.size; i += 1) more[i] = this.bytes[(this.head + i) % this.size];
      this.bytes = more; this.head = 0;
    }
    this.bytes[(this.head + this.size) % this.bytes.length] = byte;
    this.size += 1;
  }
  take(count) {
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) out[i] = this.bytes[(this.head + i) % this.bytes.length];
    this.head = (this.head + count) % this.bytes.length;
    this.size -= count;
    return out;
  }
}
export class RingDecoder {
  constructor(onText) { this.onText = onText; this.ring = new Ring(); this.cr = false; this.data = []; this.bom = 0; }
  push(bytes) {
    for (const byte of bytes) {
      if (this.cr) { this.cr = false; if (byte === 10) continue; }
      if (byte === 10 || byte === 13) { this.cr = byte === 13; this.line(this.ring.take(this.ring.size)); } else this.ring.put(byte);
    }
  }
  line(bytes) {
    const line = new TextDecoder().decode(bytes);
    if (line === '') { const data = this.data; this.data = []; if (data.length) this.onText(pick(data.join('\n'))); return; }
    if (line.startsWith('data:')) this.data.push(line.slice(5).replace(/^ /, ''));
  }
}
