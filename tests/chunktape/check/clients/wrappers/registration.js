// Callbacks are registered by methods, then connect() asks.
export default class ChatSocket {
  constructor(config) {
    this.config = config;
    this.messageHandlers = [];
  }

  onMessage(handler) {
    this.messageHandlers.push(handler);
    return this;
  }

  connect(body) {
    const task = uni.request({ url: this.config.url, data: body, method: 'POST', enableChunked: true, success: () => {}, fail: () => {} });
    task.onChunkReceived((res) => {
      const text = decodeURIComponent(escape(String.fromCharCode.apply(null, new Uint8Array(res.data))));
      text.split('\n\n').forEach((event) => {
        if (event.startsWith('data: {')) {
          this.messageHandlers.forEach((run) => run(JSON.parse(event.slice(6)).choices[0]?.delta));
        }
      });
    });
  }
}
