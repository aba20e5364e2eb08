// Right: a second question is refused while the answer to the first one comes.
const { createDecoder, post } = require('./chat.js');

let busy = false;

exports.ask = function ask(url, data, onText, onDone) {
  if (busy) {
    return null;
  }
  busy = true;
  let over = false;
  const end = () => { busy = false; over = true; onDone(); };
  const push = createDecoder(onText);
  const task = post({ url, data, success: end, fail: end });
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; task.abort(); } };
};
