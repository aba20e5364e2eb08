// Asks for a session over a request of its own before it streams.
const post = (url, data) => new Promise((resolve) => {
  wx.request({ url, data, method: 'POST', success: ({ data: body }) => resolve(body.data) });
});

export async function chat(text, { onText, onEnd }) {
  const { code } = await wx.login();
  await post('https://api.example.com/session', { code });
  const task = wx.request({ url: 'https://api.example.com/chat', data: { text }, method: 'POST', enableChunked: true, complete: () => onEnd() });
  task.onChunkReceived(({ data }) => {
    const lines = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))).split('\n');
    lines.filter((line) => line.startsWith('data: {')).forEach((line) => onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''));
  });
}
