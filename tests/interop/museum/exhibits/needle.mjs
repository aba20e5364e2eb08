// `get` of needle, which decodes a body of text and hands it over whole.
import { agentOf, exhibit } from '../transports.mjs';

const { default: needle } = await exhibit('needle');

export default async function* client(pieces) {
  const options = { agent: agentOf(pieces, 'text/plain; charset=utf-8'), parse: false };
  const { body } = await needle('get', 'http://127.0.0.1/', options);
  yield String(body);
}
