// @microsoft/fetch-event-source is written for a page: it asks through the window's fetch while the document is seen.
import { exhibit, fetchOf } from '../transports.mjs';

globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

const { fetchEventSource } = await exhibit('fetch-event-source');

export default function client(pieces, say) {
  return fetchEventSource('http://127.0.0.1/', {
    fetch: fetchOf(pieces),
    onmessage: ({ data }) => data && say(data), // it hands out events without data, too
    onerror: (error) => { throw error; },
  });
}
