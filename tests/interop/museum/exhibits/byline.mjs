// byline: lines from text.
import { eventsOf } from '../events.mjs';
import { exhibit, through } from '../transports.mjs';

const { default: byline } = await exhibit('byline');

export default async function client(pieces, say) {
  const decoder = new TextDecoder();
  const texts = (async function* decoded() {
    for await (const piece of pieces) {
      yield decoder.decode(piece, { stream: true });
    }
  }());
  const stream = byline.createStream(null, { keepEmptyLines: true, decodeStrings: false, encoding: 'utf8' });
  await through(texts, stream, eventsOf(say));
}
