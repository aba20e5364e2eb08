// Right: records of NDJSON in a text buffer.
export class Ndjson {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); this.tail = ''; }
  push(bytes) {
    this.tail += this.decoder.decode(bytes, { stream: true });
    const lines = this.tail.split('\n');
    this.tail = lines.pop();
    lines.forEach((line) => this.record(line));
  }
  end() { this.record(this.tail + this.decoder.decode()); }
  record(line) { if (line.trim() !== '') this.onText(JSON.parse(line).message?.content ?? ''); }
}
