// The decoder of assistant-stream takes text; this one leaves the byte order mark to it.
const { SSEEventDecoder } = await import(`assistant-stream-${process.env.CHUNKTAPE_EXHIBIT ?? 'broken'}/utils`);

export default class Client {
  text = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(say) {
    this.decoder = new SSEEventDecoder();
    this.say = say;
  }

  push(bytes) {
    for (const event of this.decoder.push(this.text.decode(bytes, { stream: true }))) {
      this.say(event.data);
    }
  }
}
