// Tells the answer over uni's event bus.
export function startStream(query) {
  const task = uni.request({ url: '/ai', data: { query }, method: 'POST', enableChunked: true, success: () => uni.$emit('ai-finish'), fail: () => uni.$emit('ai-error', 'failed') });
  task.onChunkReceived((res) => {
    decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
      uni.$emit('ai-delta', JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '');
    });
  });
}
