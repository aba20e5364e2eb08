// `Stream.decodeText` of effect: text from bytes.
import { exhibit } from '../transports.mjs';

const { Stream } = await exhibit('effect');

export default async function* client(pieces) {
  const stream = Stream.fromAsyncIterable(pieces, (error) => error);
  yield* Stream.toAsyncIterable(Stream.decodeText(stream));
}
