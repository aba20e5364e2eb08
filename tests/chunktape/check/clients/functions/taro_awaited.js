// A Taro task that is listened to and awaited; events go to a callback by their name.
import Taro from '@tarojs/taro';

export async function runWorkflow(options) {
  const { body, handlers = {} } = options;
  const task = Taro.request({ url: `${options.baseURL}/v3/chat`, method: 'POST', data: body, enableChunked: true });
  let name = '';
  task.onChunkReceived((res) => {
    const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    for (const line of text.split('\n')) {
      if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:') && name === 'conversation.message.delta') {
        options.onEvent(name, JSON.parse(line.slice(5)));
      }
    }
  });
  const res = await task;
  handlers.finish?.(res.statusCode);
}
