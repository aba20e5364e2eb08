// A page with one text; the handler is a tap, and the page keeps its own fields beside data.
Page({
  data: { question: '', answer: '' },
  buffer: '',
  bindQuestionInput({ detail }) { this.setData({ question: detail.value }); },
  tapAsk() {
    const page = this;
    page.setData({ answer: '' });
    wx.showLoading({ title: '...' });
    const task = wx.request({
      url: 'https://api.example.com/ask', data: { q: page.data.question }, enableChunked: true, success() { wx.hideLoading(); },
    });
    task.onChunkReceived(function onChunk(res) {
      page.buffer += decodeURIComponent(escape(String.fromCharCode.apply(null, new Uint8Array(res.data))));
      const parts = page.buffer.split('\n\n');
      page.buffer = parts.pop();
      parts.forEach((part) => {
        if (part.indexOf('data: {') === 0) {
          const choice = JSON.parse(part.substring(6)).choices[0];
          page.setData({ answer: page.data.answer + ((choice && choice.delta.content) || '') });
        }
      });
    });
  },
});
