// Right: reads Anthropic's events, by their names; a buffer that is cut down line by line.
export class EventStream {
  constructor(onText) { this.onText = onText; this.utf8 = new TextDecoder(); this.text = ''; this.event = { name: '', data: [] }; }
  decode(bytes) {
    this.text += this.utf8.decode(bytes, { stream: true });
    for (;;) {
      const at = this.text.search(/[\r\n]/);
      if (at < 0 || (this.text[at] === '\r' && at + 1 === this.text.length)) return;
      const next = this.text.startsWith('\r\n', at) ? at + 2 : at + 1;
      this.take(this.text.slice(0, at));
      this.text = this.text.slice(next);
    }
  }
  take(line) {
    if (line === '') { this.show(); return; }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === 'event') this.event.name = value;
    if (field === 'data') this.event.data.push(value);
  }
  show() {
    const { name, data } = this.event;
    this.event = { name: '', data: [] };
    if (name !== 'content_block_delta') return;
    const { delta } = JSON.parse(data.join('\n'));
    if (delta.type === 'text_delta') this.onText(delta.text);
  }
}
