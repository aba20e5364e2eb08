// Wrong: the answer so far stands in the module, and the next answer begins with it.
const { createDecoder, post } = require('./chat.js');

let text = '';

exports.ask = function ask(url, data, onText, onDone) {
  const push = createDecoder((delta) => {
    text += delta;
    onText(text);
  });
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
};
