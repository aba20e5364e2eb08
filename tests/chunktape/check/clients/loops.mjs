// Comes back from no piece that does not end an event.
export class Decoder {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); }

  push(bytes) {
    const text = this.decoder.decode(bytes, { stream: true });
    while (!text.endsWith('\n\n')) {
      // Waits for more, for ever.
    }
    text.split('\n\n').filter((event) => event.startsWith('data: {')).forEach((event) => {
      this.onText(JSON.parse(event.slice(6)).choices?.[0]?.delta?.content ?? '');
    });
  }
}
