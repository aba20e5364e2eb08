// What stands between a package and the tape, where the package asks by itself: a fetch, a socket, an XMLHttpRequest.
//
// Rules:
// - `pieces` is the tape: an async iterable of Uint8Array. A piece is asked for when the package has taken the one
//   before, so what a package says belongs to the piece that it has had last.
// - Nothing here knows a format or a package.

import http from 'node:http';
import { Duplex, Readable } from 'node:stream';

// The package in the version that is asked for: CHUNKTAPE_EXHIBIT is `broken` or `fixed`. Names that a CommonJS package
// gives without saying so beforehand stand in its default export.
export async function exhibit(name) {
  const found = await import(`${name}-${process.env.CHUNKTAPE_EXHIBIT ?? 'broken'}`);
  return typeof found.default === 'object' ? { ...found.default, ...found } : found;
}

// A fetch whose every answer is the tape.
export function fetchOf(pieces, type = 'text/event-stream') {
  return async () => new Response(webStreamOf(pieces), { headers: { 'content-type': type } });
}

export function webStreamOf(pieces) {
  const source = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) {
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
  }, { highWaterMark: 0 });
}

// The tape as a stream of Node's, for packages that are piped into.
export function nodeStreamOf(pieces) {
  return Readable.from((async function* buffers() {
    for await (const piece of pieces) {
      yield Buffer.from(piece);
    }
  }()), { objectMode: false, highWaterMark: 1 });
}

// An agent for Node's own HTTP client. Its one connection answers the first request with the tape, up to the
// connection's end.
export function agentOf(pieces, type = 'text/event-stream') {
  const agent = new http.Agent();
  agent.createConnection = () => {
    let isAsked = false;
    const socket = new Duplex({
      read() {},
      write(chunk, encoding, done) {
        done();
        if (!isAsked) {
          isAsked = true;
          send();
        }
      },
    });
    async function send() {
      socket.push(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n`);
      for await (const piece of pieces) {
        socket.push(Buffer.from(piece));
      }
      socket.push(null);
    }
    return Object.assign(socket, { setTimeout() {}, setNoDelay() {}, setKeepAlive() {}, ref() {}, unref() {} });
  };
  return agent;
}

// A stream of Node's that the tape, bytes or text, is written to, and says what it makes of it. Resolves at its end.
export function through(pieces, stream, say) {
  return new Promise((resolve, reject) => {
    stream.on('data', say);
    stream.on('error', reject);
    stream.on('end', resolve);
    (async () => {
      for await (const piece of pieces) {
        stream.write(typeof piece === 'string' ? piece : Buffer.from(piece));
      }
      stream.end();
    })().catch(reject);
  });
}
