// Wrong: the end is said at [DONE] and again in success.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  const push = createDecoder(onText);
  const decoder = new Uint8Array([91, 68, 79, 78, 69, 93]); // [DONE]
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => {
    push(result.data);
    const bytes = Array.from(new Uint8Array(result.data)).join(',');
    if (bytes.includes(Array.from(decoder).join(','))) {
      onDone();
    }
  });
};
