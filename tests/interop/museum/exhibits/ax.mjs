// The OpenAI client of @ax-llm/ax, which asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { ai } = await exhibit('ax');

export default async function* client(pieces) {
  const service = ai({ name: 'openai', apiKey: 'none', options: { fetch: fetchOf(pieces) } });
  const stream = await service.chat({ chatPrompt: [{ role: 'user', content: 'hello' }] }, { stream: true });
  yield* stream;
}
