// callback(error, value), curried: the URL first, then the rest.
export function liveQuery(url) {
  return function run(data, callback) {
    const task = wx.request({
      url, data, enableChunked: true, fail: (error) => callback(error),
    });
    task.onChunkReceived((res) => {
      const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
      text.split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => callback(null, JSON.parse(line.slice(6))));
    });
  };
}
