// event-source-plus asks through an ofetch that asks through the platform's fetch.
import { exhibit, fetchOf } from '../transports.mjs';

const { EventSourcePlus } = await exhibit('event-source-plus');

export default function client(pieces, say) {
  globalThis.fetch = fetchOf(pieces);
  return new Promise((resolve) => {
    const source = new EventSourcePlus('http://127.0.0.1/', { fetch: fetchOf(pieces), retryStrategy: 'on-error', maxRetryCount: 1 });
    const controller = source.listen({ onMessage: (message) => say(message.data) });
    controller.onAbort(() => resolve());
  });
}
