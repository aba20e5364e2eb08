// Right: a screen of React; a person types a question and taps.
const { createElement, useState } = require('react');
const { createDecoder, post } = require('./chat.js');

exports.Chat = function Chat() {
  const [question, setQuestion] = useState('');
  const [answer, setAnswer] = useState('');
  const send = () => {
    let all = '';
    const push = createDecoder((piece) => { all += piece; });
    setAnswer('');
    const task = post({ url: '/chat', data: { question }, fail: () => {} });
    task.onChunkReceived((result) => {
      push(result.data);
      setAnswer(all);
    });
  };
  return [
    createElement('Text', {}, answer),
    createElement('Input', { value: question, onInput: (event) => setQuestion(event.detail.value) }),
    createElement('Button', { onClick: send }),
  ];
};
