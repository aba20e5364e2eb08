// `messages.create` of @anthropic-ai/sdk, which asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { default: Anthropic } = await exhibit('anthropic');

export default async function* client(pieces) {
  const anthropic = new Anthropic({ apiKey: 'none', fetch: fetchOf(pieces), maxRetries: 0 });
  yield* await anthropic.messages.create({ model: 'any', max_tokens: 1, messages: [{ role: 'user', content: 'hello' }], stream: true });
}
