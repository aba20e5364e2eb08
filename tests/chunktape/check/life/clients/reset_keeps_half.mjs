// Wrong: reset forgets the events, and keeps the half of a line.
export class Decoder {
  constructor(onText) {
    this.onText = onText;
    this.held = '';
    this.decoder = new TextDecoder();
  }

  push(bytes) {
    this.held += this.decoder.decode(bytes, { stream: true });
    const lines = this.held.split(/\r\n|\n|\r(?!$)/);
    this.held = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data:') && !line.includes('[DONE]')) {
        try {
          this.onText(JSON.parse(line.slice(5)).choices?.[0]?.delta?.content ?? '');
        } catch (error) {
          // a line of several
        }
      }
    }
  }

  reset() {
    this.decoder = new TextDecoder();
  }
}
