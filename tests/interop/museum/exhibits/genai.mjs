// `generateContentStream` of @google/genai, which asks through the platform's fetch.
import { exhibit, fetchOf } from '../transports.mjs';

const { GoogleGenAI } = await exhibit('genai');

export default async function* client(pieces) {
  globalThis.fetch = fetchOf(pieces);
  const genai = new GoogleGenAI({ apiKey: 'none' });
  for await (const part of await genai.models.generateContentStream({ model: 'any', contents: 'hello' })) {
    yield part.text;
  }
}
