// Gives the platform's task back, with a way to listen that hands out whole events instead of bytes.
export function openStream({ url, method = 'POST', body }) {
  const task = wx.request({ url, method, data: body, enableChunked: true });
  const listen = task.onChunkReceived;
  let rest = '';
  task.onChunkReceived = (take) => listen((res) => {
    rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    blocks.filter((one) => one.startsWith('data: ')).forEach((one) => take({ data: one.slice(6) }));
  });
  return task;
}
