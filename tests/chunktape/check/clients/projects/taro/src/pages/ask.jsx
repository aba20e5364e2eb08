// A page of Taro and React: a question is typed, a tap asks, and the answer is a state.
import { Button, Input, Text, View } from '@tarojs/components';
import Taro, { useLoad } from '@tarojs/taro';
import { useRef, useState } from 'react';
import './ask.css';

export default function Ask() {
  const [question, setQuestion] = useState('');
  const [answer, setAnswer] = useState('');
  const rest = useRef('');

  useLoad(() => {});

  const send = async () => {
    if (!question.trim()) {
      return;
    }
    setAnswer('');
    const task = Taro.request({ url: 'https://api.example.com/ask', method: 'POST', data: { question }, enableChunked: true });
    task.onChunkReceived((res) => {
      rest.current += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
      const blocks = rest.current.split('\n\n');
      rest.current = blocks.pop();
      blocks.filter((one) => one.startsWith('data: {')).forEach((one) => {
        setAnswer((before) => before + (JSON.parse(one.slice(6)).choices[0]?.delta.content ?? ''));
      });
    });
  };

  return (
    <View>
      <Text>{answer}</Text>
      <Input value={question} onInput={(event) => setQuestion(event.detail.value)} />
      <Button onClick={send}>Ask</Button>
    </View>
  );
}
