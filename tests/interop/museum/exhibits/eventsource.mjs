// The EventSource for Node. It takes no agent, so Node's own one is lent to it.
import http from 'node:http';
import { agentOf, exhibit } from '../transports.mjs';

const { default: EventSource } = await exhibit('eventsource');

export default function client(pieces, say) {
  http.globalAgent = agentOf(pieces);
  const source = new EventSource('http://127.0.0.1/');
  source.onmessage = (event) => say(event.data);
  return new Promise((resolve) => {
    source.onerror = () => {
      source.close();
      resolve();
    };
  });
}
