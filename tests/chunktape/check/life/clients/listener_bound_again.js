// Wrong: bind makes another function, so the listener that is taken off is none that was put on.
const { createDecoder, post } = require('./chat.js');

class Chat {
  constructor(onText) {
    this.push = createDecoder(onText);
  }

  onChunk(result) {
    this.push(result.data);
  }
}

exports.ask = function ask(url, data, onText, onDone) {
  const chat = new Chat(onText);
  const task = post({
    url, data, success() { task.offChunkReceived(chat.onChunk.bind(chat)); onDone(); }, fail: () => onDone(),
  });
  task.onChunkReceived(chat.onChunk.bind(chat));
};
