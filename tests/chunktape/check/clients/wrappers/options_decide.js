// A request for everything: whether it streams stands in its options.
export const request = (req) => new Promise((resolve, reject) => {
  const task = wx.request({ ...req, success: (res) => (req.enableChunked ? resolve() : resolve(res.data.items.length)), fail: reject });
  if (req.onPart) {
    let rest = '';
    task.onChunkReceived((res) => {
      rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      blocks.filter((one) => one.startsWith('data: {')).forEach((one) => req.onPart(JSON.parse(one.slice(6)).choices[0]?.delta.content ?? ''));
    });
  }
});
