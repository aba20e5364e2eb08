// Wrong: who is shown the text stands in the module, so the last question gets it all.
const { createDecoder, post } = require('./chat.js');

let show = null;

exports.ask = function ask(url, data, onText, onDone) {
  show = onText;
  const push = createDecoder((text) => show(text));
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
};
