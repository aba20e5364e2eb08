// `chatStream` of @mistralai/mistralai. The broken version asks through axios, which is given an adapter; the fixed one
// through fetch.
import { nodeStreamOf, exhibit, fetchOf } from '../transports.mjs';

const { default: MistralClient } = await exhibit('mistralai');

export default async function* client(pieces) {
  const mistral = new MistralClient('none');
  mistral._request = async () => nodeStreamOf(pieces);
  yield* mistral.chatStream({ model: 'any', messages: [] });
}
