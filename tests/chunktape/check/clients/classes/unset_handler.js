// Like an EventSource: the handlers are set from outside, and the class never names them before it calls them.
export default class ChatSocket {
  constructor(options) {
    this.options = options;
    this.rest = '';
  }

  send(message) {
    this.task = wx.request({
      url: this.options.url, data: { message }, enableChunked: true,
      success: () => { if (this.onclose) { this.onclose(); } },
      fail: (error) => { if (this.onerror) { this.onerror(error); } },
    });
    this.task.onChunkReceived((res) => this.read(res.data));
  }

  read(data) {
    this.rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data))));
    const events = this.rest.split('\n\n');
    this.rest = events.pop();
    for (const event of events.filter((one) => one.startsWith('data: {'))) {
      const data = JSON.parse(event.slice(6)).choices[0]?.delta?.content;
      if (data && this.onmessage) {
        this.onmessage({ data });
      }
    }
  }
}
