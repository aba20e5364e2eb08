// Right: one answer at a time; a new one stops the old one.
const { createDecoder, post } = require('./chat.js');

let current = null;

exports.ask = function ask(url, data, onText, onDone) {
  if (current) {
    current.stop();
  }
  const own = { over: false, stop() { own.over = true; task.abort(); } };
  current = own;
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => !own.over && onDone(), fail: () => !own.over && onDone() });
  task.onChunkReceived((result) => !own.over && push(result.data));
  return own;
};
