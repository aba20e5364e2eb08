// Wrong: a chunk that comes after the stop is shown. That the stop is an error for its caller is no part of it.
const { createDecoder, post } = require('./chat.js');

exports.ask = function ask(url, data, onText, onDone, onError) {
  const push = createDecoder(onText);
  const task = post({ url, data, success: () => onDone(), fail: (error) => onError(error) });
  task.onChunkReceived((result) => push(result.data));
  return { abort: () => task.abort() };
};
