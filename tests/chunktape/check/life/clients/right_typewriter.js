// Right: text is shown a few characters at a time, also behind the end of the answer.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone) {
  let waiting = '';
  let timer = null;
  function type() {
    const some = Array.from(waiting).slice(0, 3).join('');
    waiting = waiting.slice(some.length);
    timer = waiting ? setTimeout(type, 30) : null;
    onText(some);
  }
  const push = createDecoder((text) => {
    waiting += text;
    timer = timer ?? setTimeout(type, 30);
  });
  let over = false;
  const task = post({ url, data, success: () => onDone(), fail: () => onDone() });
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; clearTimeout(timer); task.abort(); } };
};
