// Right: every chat of the module has the same list; each answer goes into its own message.
const { createDecoder, post } = require('./chat.js');

const messages = [];

exports.useChat = function useChat() {
  const send = (question) => {
    const answer = { role: 'assistant', text: '' };
    messages.push({ role: 'user', text: question }, answer);
    const push = createDecoder((piece) => { answer.text += piece; });
    const task = post({ url: '/chat', data: { question } });
    task.onChunkReceived((result) => push(result.data));
  };
  return { messages, send };
};
