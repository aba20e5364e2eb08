// Taro's request behind an async generator, over a queue.
import { request } from '@tarojs/taro';

export async function* streamAnswer(prompt) {
  const queue = [];
  let wake = () => {};
  let over = false;
  const task = request({
    url: 'https://api.example.com/v1', method: 'POST', data: { prompt }, enableChunked: true,
    complete: () => { over = true; wake(); },
  });
  task.onChunkReceived(({ data }) => {
    queue.push(decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))));
    wake();
  });
  while (!over || queue.length > 0) {
    if (queue.length === 0) {
      await new Promise((resolve) => { wake = resolve; });
    }
    for (const line of queue.splice(0).join('').split('\n')) {
      if (line.startsWith('data: {')) {
        yield JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
      }
    }
  }
}
