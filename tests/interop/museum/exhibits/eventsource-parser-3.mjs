// The parser that most streams of models go through, version 3.
import { exhibit } from '../transports.mjs';

const { createParser } = await exhibit('eventsource-parser-3');

export default class Client {
  constructor(say) {
    this.parser = createParser({ onEvent: (event) => say(event.data) });
  }

  feed(text) {
    this.parser.feed(text);
  }
}
