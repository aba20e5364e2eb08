// All up to the last line end is taken for one line, in a buffer that outlives its answer; what can't be read is dropped.
let buffer = '';

export function chatStream({ url, data, onText }) {
  const task = uni.request({ url, data, method: 'POST', enableChunked: true, responseType: 'arraybuffer', success() {} });
  task.onChunkReceived((res) => {
    const text = Array.from(new Uint8Array(res.data), (byte) => String.fromCharCode(byte)).join('');
    try {
      buffer += decodeURIComponent(escape(text)); // HERE
      const index = buffer.lastIndexOf('\n');
      const chunk = buffer.slice(0, index).trim();
      buffer = buffer.slice(index + 1);
      if (chunk.startsWith('data: ') && !chunk.includes('[DONE]')) {
        onText(JSON.parse(chunk.replace('data: ', '')).choices[0]?.delta?.content || ''); // JOINED
      }
    } catch (error) {
      // not whole yet
    }
  });
  return task;
}
