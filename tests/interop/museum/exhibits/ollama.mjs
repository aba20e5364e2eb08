// `chat` of ollama, which asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { Ollama } = await exhibit('ollama');

export default async function* client(pieces) {
  const ollama = new Ollama({ fetch: fetchOf(pieces, 'application/x-ndjson') });
  yield* await ollama.chat({ model: 'any', messages: [], stream: true });
}
