// One destructured object with everything, spread over the request.
const defaults = { method: 'POST', timeout: 120000 };

export function createStreamRequest({ url, data = {}, headers = {}, onStart, onChunk, onComplete, onError }) {
  let aborted = false;
  const task = uni.request({
    ...defaults, url: `https://api.example.com${url}`, data, header: { 'Content-Type': 'application/json', ...headers },
    enableChunked: true,
    success(res) { if (!aborted && onComplete) onComplete(res); },
    fail(error) { if (!aborted && onError) onError(error); },
  });
  task.onHeadersReceived((res) => onStart && onStart(res.header));
  let held = '';
  task.onChunkReceived((res) => {
    const bytes = new Uint8Array(res.data);
    let escaped = '';
    bytes.forEach((byte) => { escaped += `%${byte.toString(16).padStart(2, '0')}`; });
    held += decodeURIComponent(escaped);
    const events = held.split('\n\n');
    held = events.pop();
    events.forEach((event) => {
      const data_ = event.replace(/^data: ?/, '');
      if (data_.startsWith('{')) {
        onChunk && onChunk(JSON.parse(data_).choices?.[0]?.delta?.content || '');
      }
    });
  });
  return { abort() { aborted = true; task.abort(); } };
}
