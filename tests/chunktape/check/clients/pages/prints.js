// Shows nothing: the answer is only printed.
Page({
  data: {},
  tap() {
    let task = wx.request({ url: 'http://localhost:3000/stream', enableChunked: true, success(res) { console.log('success', res); task = null; } });
    task.onChunkReceived((event) => {
      const message = decodeURIComponent(escape(String.fromCharCode.apply(null, new Uint8Array(event.data))));
      const at = message.indexOf('data:');
      if (at > -1 && message.indexOf('[DONE]') < 0) {
        console.log('delta', JSON.parse(message.substring(at + 5)).choices[0]?.delta?.content ?? '');
      }
    });
  },
});
