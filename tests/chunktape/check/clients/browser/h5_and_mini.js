// fetch where there is one, uni.request elsewhere.
const textsOf = (text) => text.split('\n').filter((line) => line.startsWith('data: {')).map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '');

export async function getStream(url, data, onChunk, onError) {
  if (typeof fetch === 'function') {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(data) });
    const decoder = new TextDecoder();
    for await (const bytes of response.body) {
      textsOf(decoder.decode(bytes, { stream: true })).forEach(onChunk);
    }
    return;
  }
  const task = uni.request({ url, data, method: 'POST', enableChunked: true, fail: onError });
  task.onChunkReceived((res) => textsOf(decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))))).forEach((text) => onChunk(text)));
}
