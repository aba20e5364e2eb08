// sse.js asks through an XMLHttpRequest, which decodes by itself: its text grows.
import { exhibit } from '../transports.mjs';

class Request extends EventTarget {
  static DONE = 4;
  status = 200;
  readyState = 1;
  responseText = '';
  open() {}
  setRequestHeader() {}
  abort() {}
  send() {
    Request.sent(this);
  }
}
globalThis.XMLHttpRequest = Request;
globalThis.CustomEvent ??= class CustomEvent extends Event {};

const { SSE } = await exhibit('sse.js');

export default async function client(pieces, say) {
  const sent = new Promise((resolve) => { Request.sent = resolve; });
  const source = new SSE('http://127.0.0.1/', { start: false });
  source.onmessage = (event) => event.data && say(event.data); // it hands out events without data, too
  source.stream();
  const request = await sent;
  const text = new TextDecoderStream();
  const writer = text.writable.getWriter();
  const reader = text.readable.getReader();
  const reading = (async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      request.responseText += next.value;
      request.dispatchEvent(new Event('progress'));
    }
  })();
  for await (const piece of pieces) {
    writer.write(piece);
  }
  await writer.close();
  await reading;
  request.readyState = 4;
  request.dispatchEvent(new Event('load'));
}
