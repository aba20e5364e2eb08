// launchdarkly-eventsource. It takes no agent, so Node's own one is lent to it.
import http from 'node:http';
import { agentOf, exhibit } from '../transports.mjs';

const { EventSource } = await exhibit('launchdarkly-eventsource');

export default function client(pieces, say) {
  http.globalAgent = agentOf(pieces);
  const source = new EventSource('http://127.0.0.1/');
  source.onmessage = (event) => say(event.data);
  return new Promise((resolve) => {
    const close = () => {
      source.close();
      resolve();
    };
    source.onend = close;
    source.onerror = close;
  });
}
