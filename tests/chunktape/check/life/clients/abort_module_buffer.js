// Wrong: what is held of an event stands in the module, so the half of a stopped answer runs into the next one.
const { createDecoder, post } = require('./chat.js');

let show = null;
const push = createDecoder((text) => show(text));

exports.ask = function ask(url, data, onText, onDone) {
  show = onText;
  let over = false;
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; task.abort(); } };
};
