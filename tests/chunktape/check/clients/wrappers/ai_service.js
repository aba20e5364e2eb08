// A service class with a base URL and a token; the method takes callbacks.
class AiService {
  constructor(baseUrl, token) {
    this.baseUrl = baseUrl;
    this.token = token || getApp().globalData.token;
  }

  header() {
    return { Authorization: `Bearer ${this.token}` };
  }

  getModels() {
    return new Promise((resolve) => { wx.request({ url: `${this.baseUrl}/models`, success: (res) => resolve(res.data) }); });
  }

  sendMessage(content, history, onMessage, onFinish) {
    this.task = wx.request({
      url: `${this.baseUrl}/chat`, method: 'POST', header: this.header(), data: { content, history }, enableChunked: true,
      success: () => onFinish && onFinish(),
    });
    this.task.onChunkReceived((res) => this.read(res, onMessage));
  }

  read(res, onMessage) {
    const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    for (const line of text.split('\n')) {
      const found = /^data:\s*(\{.*\})/.exec(line);
      if (found) {
        onMessage(JSON.parse(found[1]).choices[0]?.delta?.content ?? '');
      }
    }
  }
}

module.exports = AiService;
