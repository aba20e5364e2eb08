// Right: Node's Buffer, joined with each piece.
import { pick } from './shared/pick.mjs';

export class Buffered {
  constructor(onText) { this.onText = onText; this.held = Buffer.alloc(0); this.data = []; this.first = true; }
  push(bytes) {
    this.held = Buffer.concat([this.held, bytes]);
    for (;;) {
      const lf = this.held.indexOf(10), cr = this.held.indexOf(13);
      const at = lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
      if (at < 0 || (at === cr && cr === this.held.length - 1)) return;
      let line = this.held.toString('utf8', 0, at);
      if (this.first) { this.first = false; line = line.replace(/^\uFEFF/, ''); }
      this.held = this.held.subarray(at + (at === cr && this.held[at + 1] === 10 ? 2 : 1));
      if (line === '') { const data = this.data; this.data = []; if (data.length) this.onText(pick(data.join('\n'))); }
      else if (line.startsWith('data:')) this.data.push(line.slice(5).replace(/^ /, ''));
    }
  }
  end() {}
}
