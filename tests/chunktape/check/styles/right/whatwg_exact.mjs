// Right: the parser of the HTML Standard, word for word.
export class EventStream {
  constructor(onMessage) {
    this.onMessage = onMessage; this.decoder = new TextDecoder('utf-8'); this.line = ''; this.skipLF = false;
    this.data = ''; this.type = ''; this.idBuffer = ''; this.lastEventId = ''; this.retry = 3000;
  }
  decode(bytes) {
    const text = this.decoder.decode(bytes, { stream: true });
    let start = 0;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (this.skipLF) { this.skipLF = false; if (code === 10) { start = i + 1; continue; } }
      if (code === 10 || code === 13) {
        this.skipLF = code === 13;
        this.process(this.line + text.slice(start, i));
        this.line = '';
        start = i + 1;
      }
    }
    this.line += text.slice(start);
  }
  process(line) {
    if (line === '') return this.dispatch();
    const at = line.indexOf(':');
    if (at === 0) return undefined;
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(line[at + 1] === ' ' ? at + 2 : at + 1);
    switch (field) {
      case 'event': this.type = value; break;
      case 'data': this.data += value + '\n'; break;
      case 'id': if (!value.includes('\0')) this.idBuffer = value; break;
      case 'retry': if (/^[0-9]+$/.test(value)) this.retry = Number(value); break;
      default:
    }
    return undefined;
  }
  dispatch() {
    this.lastEventId = this.idBuffer;
    if (this.data === '') { this.type = ''; return; }
    const event = { type: this.type || 'message', data: this.data.slice(0, -1), lastEventId: this.lastEventId };
    this.data = ''; this.type = '';
    this.onMessage(event);
  }
}
