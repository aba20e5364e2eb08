// Wrong: what success has is shown as well, as if it were the rest.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  const push = createDecoder(onText);
  const task = post({ url, data, success: (result) => { if (result.data) { push(result.data); } onDone(); }, fail: () => onDone() });
  task.onChunkReceived((result) => push(result.data));
};
