// Wrong: the decoder is gone when a chunk comes after the stop.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let push = createDecoder(onText);
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
  return { abort() { push = null; task.abort(); } };
};
