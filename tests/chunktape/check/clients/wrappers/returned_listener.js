// What it gives is listened to: `ask(url).onDelta((text) => ...)`.
export function ask(url) {
  let told = () => {};
  let rest = '';
  const task = wx.request({ url, method: 'POST', enableChunked: true });
  task.onChunkReceived((res) => {
    rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    blocks.filter((one) => one.startsWith('data: {')).forEach((one) => told(JSON.parse(one.slice(6)).choices[0]?.delta.content ?? ''));
  });
  return { onDelta(listener) { told = listener; }, stop: () => task.abort() };
}
