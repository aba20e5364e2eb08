// eventsource-parser 4 takes text; this decoder leaves the byte order mark to it, as its own stream does.
import { exhibit } from '../transports.mjs';

const { createParser } = await exhibit('eventsource-parser-4');

export default class Client {
  decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(say) {
    this.parser = createParser({ onEvent: (event) => say(event.data) });
  }

  feed(bytes) {
    this.parser.feed(this.decoder.decode(bytes, { stream: true }));
  }
}
