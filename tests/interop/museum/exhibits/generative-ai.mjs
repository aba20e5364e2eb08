// `generateContentStream` of @google/generative-ai, which asks through the platform's fetch.
import { exhibit, fetchOf } from '../transports.mjs';

const { GoogleGenerativeAI } = await exhibit('generative-ai');

export default async function* client(pieces) {
  globalThis.fetch = fetchOf(pieces);
  const model = new GoogleGenerativeAI('none').getGenerativeModel({ model: 'any' });
  const result = await model.generateContentStream('hello');
  result.response.catch(() => {});
  for await (const part of result.stream) {
    yield part.text();
  }
}
