// A page whose answer grows by setData with a path.
const app = getApp();

Page({
  data: { messages: [], inputValue: '', loading: false },
  onLoad() {
    this.setData({ user: app.globalData.userInfo.nickName });
  },
  onInput(e) {
    this.setData({ inputValue: e.detail.value });
  },
  send() {
    const text = this.data.inputValue.trim();
    if (!text || this.data.loading) {
      return;
    }
    const messages = this.data.messages.concat([{ role: 'user', text }, { role: 'assistant', text: '' }]);
    this.setData({ messages, inputValue: '', loading: true });
    const index = messages.length - 1;
    const task = wx.request({
      url: `${app.globalData.baseUrl}/chat`, method: 'POST', data: { text }, enableChunked: true,
      header: { Authorization: `Bearer ${wx.getStorageSync('token')}` },
      success: () => this.setData({ loading: false }),
      fail: (err) => this.setData({ [`messages[${index}].text`]: err.errMsg }),
    });
    task.onChunkReceived((res) => {
      const lines = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n');
      lines.filter((line) => line.startsWith('data: {')).forEach((line) => {
        const delta = JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
        this.setData({ [`messages[${index}].text`]: this.data.messages[index].text + delta });
      });
    });
  },
});
