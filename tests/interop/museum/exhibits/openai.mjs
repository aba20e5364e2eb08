// `chat.completions.create` of openai, which asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { default: OpenAI } = await exhibit('openai');

export default async function* client(pieces) {
  const openai = new OpenAI({ apiKey: 'none', fetch: fetchOf(pieces), maxRetries: 0 });
  yield* await openai.chat.completions.create({ model: 'any', messages: [], stream: true });
}
