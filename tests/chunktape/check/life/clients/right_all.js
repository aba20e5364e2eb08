// Right: everything belongs to one request, is guarded after its end, and is taken off.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let over = false;
  const push = createDecoder((text) => { if (!over) { onText(text); } });
  const listen = (result) => { if (!over) { push(result.data); } };
  const end = () => {
    if (!over) {
      over = true;
      task.offChunkReceived(listen);
      onDone();
    }
  };
  const task = post({ url, data, success: end, fail: end });
  task.onChunkReceived(listen);
  return { stop() { end(); task.abort(); } };
};
