// The parser that most streams of models go through, fed with an event that never seems to end.
import { exhibit } from '../transports.mjs';

const { createParser } = await exhibit('eventsource-parser-long');

export default class Client {
  constructor(say) {
    this.parser = createParser({ onEvent: (event) => say(event.data) });
  }

  feed(text) {
    this.parser.feed(text);
  }
}
