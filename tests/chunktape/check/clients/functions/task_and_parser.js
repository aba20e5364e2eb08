// Two exports that a page puts together: one gives the task, the other reads what a chunk holds.
export function genRequest(messages) {
  return wx.request({ url: 'https://api.example.com/v1', method: 'POST', data: { messages, stream: true }, enableChunked: true });
}

export function handleRequest(res) {
  const bytes = Object.prototype.toString.call(res) === '[object Uint8Array]' ? res : new Uint8Array(res);
  const text = decodeURIComponent(escape(String.fromCharCode(...bytes)));
  return text.split('data:').slice(1).filter((one) => one.trim() !== '[DONE]').map((one) => JSON.parse(one).choices[0]?.delta?.content ?? '').join('');
}
