// `parseJsonEventStream` of @ai-sdk/provider-utils, which the providers of the AI SDK read their answers with.
import { exhibit, webStreamOf } from '../transports.mjs';

const { parseJsonEventStream } = await exhibit('provider-utils');

const schema = { '~standard': { version: 1, vendor: 'any', validate: (value) => ({ value }) } };

export default async function* client(pieces) {
  for await (const result of parseJsonEventStream({ stream: webStreamOf(pieces), schema })) {
    if (!result.success) {
      throw result.error;
    }
    yield result.value;
  }
}
