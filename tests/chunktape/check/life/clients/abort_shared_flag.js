// Wrong: one flag for all answers, which the next one takes back; the old one goes on into it.
const { createDecoder, post } = require('./chat.js');

let stopped = false;

exports.ask = function ask(url, data, onText, onDone) {
  stopped = false;
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => !stopped && push(result.data));
  return { stop() { stopped = true; } };
};
