// parse-sse on a response.
import { exhibit, fetchOf } from '../transports.mjs';

const { parseServerSentEvents } = await exhibit('parse-sse');

export default async function* client(pieces) {
  for await (const event of parseServerSentEvents(await fetchOf(pieces)())) {
    yield event.data;
  }
}
