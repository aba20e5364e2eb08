// can-ndjson-stream on the body of a response.
import { exhibit, webStreamOf } from '../transports.mjs';

const { default: ndjsonStream } = await exhibit('can-ndjson-stream');

export default async function* client(pieces) {
  yield* ndjsonStream(webStreamOf(pieces));
}
