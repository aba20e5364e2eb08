// eventsource-client asks through a fetch that can be given.
import { exhibit, fetchOf } from '../transports.mjs';

const { createEventSource } = await exhibit('eventsource-client');

export default function client(pieces, say) {
  return new Promise((resolve) => {
    const source = createEventSource({
      url: 'http://127.0.0.1/',
      fetch: fetchOf(pieces),
      onMessage: ({ data }) => say(data),
      onDisconnect: () => {
        source.close();
        resolve();
      },
    });
  });
}
