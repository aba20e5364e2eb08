// `generateContentStream` of @google-cloud/vertexai, which asks through the platform's fetch.
import { exhibit, fetchOf } from '../transports.mjs';

const { VertexAI } = await exhibit('vertexai');

export default async function* client(pieces) {
  globalThis.fetch = fetchOf(pieces);
  const vertex = new VertexAI({ project: 'any', location: 'any' });
  vertex.preview.googleAuth = { getAccessToken: async () => 'none' };
  const model = vertex.preview.getGenerativeModel({ model: 'any' });
  const result = await model.generateContentStream({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] });
  result.response.catch(() => {});
  for await (const part of result.stream) {
    yield part.candidates[0].content.parts[0].text;
  }
}
