// Wrong: shows what has come when nothing has come for a while; the end takes that timer off, and what it held is lost.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let held = '';
  let timer = null;
  const push = createDecoder((text) => {
    held += text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      onText(held);
      held = '';
    }, 30);
  });
  const done = () => {
    clearTimeout(timer);
    onDone();
  };
  const task = post({ url, data, success: done, fail: done });
  let over = false;
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; clearTimeout(timer); task.abort(); } };
};
