// A hook of React whose text is a state; React itself is not installed here.
import { useCallback, useRef, useState } from 'react';

export function useAnswer() {
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const rest = useRef('');
  const ask = useCallback(async (question) => {
    setBusy(true);
    const response = await fetch('/api/ask', { method: 'POST', body: JSON.stringify({ question }) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      rest.current += value;
      const blocks = rest.current.split('\n\n');
      rest.current = blocks.pop();
      for (const block of blocks.filter((one) => one.startsWith('data: {'))) {
        setText((before) => before + (JSON.parse(block.slice(6)).choices[0]?.delta.content ?? ''));
      }
    }
    setBusy(false);
  }, []);
  return { text, isBusy, ask };
}
