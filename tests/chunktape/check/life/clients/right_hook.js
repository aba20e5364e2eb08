// Right: a hook of React; each component that uses it has a text and a request of its own.
const { useCallback, useRef, useState } = require('react');
const { createDecoder, post } = require('./chat.js');

exports.useAnswer = function useAnswer() {
  const [isBusy, setBusy] = useState(false);
  const [text, setText] = useState('');
  const current = useRef(null);
  const ask = useCallback((question) => {
    const answer = { all: '', isStopped: false };
    const push = createDecoder((piece) => { answer.all += piece; });
    setBusy(true);
    setText('');
    answer.task = post({ url: '/chat', data: { question }, complete: () => setBusy(false) });
    answer.task.onChunkReceived((result) => {
      if (!answer.isStopped) {
        push(result.data);
        setText(answer.all);
      }
    });
    current.current = answer;
  }, []);
  const abort = useCallback(() => {
    current.current.isStopped = true;
    current.current.task.abort();
  }, []);
  return { text, isBusy, ask, abort };
};
