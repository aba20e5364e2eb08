// Right: shows what has come when nothing has come for a while, or at the end.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let over = false;
  let held = '';
  let timer = null;
  const push = createDecoder((text) => {
    held += text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const text = held;
      held = '';
      onText(text);
    }, 30);
  });
  const done = () => {
    clearTimeout(timer);
    if (held && !over) {
      onText(held);
    }
    onDone();
  };
  const task = post({ url, data, success: done, fail: done });
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; clearTimeout(timer); task.abort(); } };
};
