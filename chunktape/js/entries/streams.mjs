// The pieces as a stream of the browser's, for whatever takes one.

// A ReadableStream of an async iterator, whose values are made when they are asked for.
export function streamOf(chunks) {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) {
        controller.close();
      } else {
        controller.enqueue(value);
      }
    },
  }, { highWaterMark: 0 });
}
