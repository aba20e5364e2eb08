// A default export that is an object of functions.
const read = (res) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));

export default {
  baseUrl: 'https://api.example.com',
  login(code) { return new Promise((resolve) => { wx.request({ url: `${this.baseUrl}/login`, data: { code }, success: resolve }); }); },
  chatStream(params, success, fail) {
    const task = wx.request({ url: `${this.baseUrl}/chat`, data: params, enableChunked: true, fail, success: () => {} });
    task.onChunkReceived((res) => {
      read(res).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
        params.onProgress && params.onProgress(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '');
      });
    });
    return task;
  },
};
