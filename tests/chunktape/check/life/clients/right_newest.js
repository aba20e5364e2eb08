// Right: only the newest answer is shown; older ones are let run.
const { createDecoder, post } = require('./chat.js');

let newest = 0;

exports.ask = function ask(url, data, onText, onDone) {
  newest += 1;
  const mine = newest;
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => mine === newest && onDone(), fail: () => mine === newest && onDone() });
  task.onChunkReceived((result) => mine === newest && push(result.data));
  return { cancel() { newest += 1; task.abort(); } };
};
