// fetch() with a body that streams, over the tape: for the profiles that have it (node, uni-h5).
//
// Rules:
// - Each piece is one chunk of the body's stream, a Uint8Array of the client's realm that owns its bytes.
// - An aborted signal rejects, or breaks the body off, with its reason.
// - The request's body is not read; there are no redirects, caches or credentials.

export function createFetch({ realm, send }) {
  return (input, init = {}) => new Promise((resolve, reject) => {
    const { signal } = init ?? {};
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let isOver = false;
    let body;
    const sent = send({ url: String(input?.url ?? input), method: init?.method ?? 'GET', headers: {}, body: null }, {
      head(status, rawHeaders) {
        const headers = new Headers();
        for (let i = 0; i < rawHeaders.length; i += 2) {
          headers.append(rawHeaders[i], rawHeaders[i + 1]);
        }
        const stream = new ReadableStream({
          start(controller) { body = controller; },
          cancel() {
            isOver = true;
            sent.destroy();
          },
        });
        resolve(new Response(stream, { status, headers }));
      },
      data(buffer) {
        if (!isOver) {
          body.enqueue(new realm.Uint8Array(buffer));
        }
      },
      end() {
        if (!isOver) {
          isOver = true;
          body.close();
        }
      },
      error(error) {
        isOver = true;
        (body ? (reason) => body.error(reason) : reject)(error);
      },
      close() {},
    });
    signal?.addEventListener('abort', () => {
      isOver = true;
      (body ? (reason) => body.error(reason) : reject)(signal.reason); // a body that was read to its end is left alone
      sent.destroy();
    });
  });
}
