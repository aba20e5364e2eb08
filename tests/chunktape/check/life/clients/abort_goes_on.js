// Wrong: to stop clears the screen; nobody tells the request.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
  return { stop() { onText(''); } };
};
