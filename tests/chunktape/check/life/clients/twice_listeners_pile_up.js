// Wrong: each question listens to one bus, and never stops listening: the second answer is shown twice.
const { createDecoder, post } = require('./chat.js');

const bus = [];
let show = null;

exports.ask = function ask(url, data, onText, onDone) {
  show = onText;
  bus.push((text) => show(text));
  const push = createDecoder((text) => bus.forEach((listen) => listen(text)));
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
};
