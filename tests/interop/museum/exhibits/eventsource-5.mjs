// eventsource 5 asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { EventSource } = await exhibit('eventsource-5');

export default function client(pieces, say) {
  const source = new EventSource('http://127.0.0.1/', { fetch: fetchOf(pieces) });
  source.onmessage = (event) => say(event.data);
  return new Promise((resolve) => {
    source.onerror = () => {
      source.close();
      resolve();
    };
  });
}
