// Wrong: success throws the decoder away, and the last chunk comes behind it.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let push = createDecoder(onText);
  const end = () => { push = null; onDone(); };
  const task = post({ url, data, success: end, fail: end });
  task.onChunkReceived((result) => push(result.data));
};
