// Wrong: the old request's fail comes when the new one is under way, and ends that one.
const { createDecoder, post } = require('./chat.js');

let active = false;

exports.ask = function ask(url, data, onText, onDone) {
  active = true;
  const push = createDecoder(onText);
  const end = () => { active = false; onDone(); };
  const task = post({ url, data, success: end, fail: end });
  task.onChunkReceived((result) => active && push(result.data));
  return { abort() { task.abort(); } };
};
