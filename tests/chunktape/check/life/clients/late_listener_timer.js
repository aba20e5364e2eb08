// Wrong: listens after a tick; what came before is lost.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  setTimeout(() => task.onChunkReceived((result) => push(result.data)), 0);
};
