// An EventSource of one's own over wx.request: on(), emit() and a start() that asks.
class Emitter {
  constructor() { this.listeners = {}; }

  on(name, run) { (this.listeners[name] = this.listeners[name] || []).push(run); return this; }

  off(name) { delete this.listeners[name]; }

  emit(name, value) { (this.listeners[name] || []).forEach((run) => run(value)); }
}

export class WxEventSource extends Emitter {
  constructor(options) {
    super();
    this.options = options;
    this.cache = '';
  }

  start() {
    const { url, method, headers, data } = this.options;
    this.task = wx.request({
      url, method, header: headers, data, enableChunked: true,
      success: () => this.emit('success'), fail: (error) => this.emit('fail', error),
    });
    this.task.onChunkReceived(({ data: chunk }) => {
      this.cache += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(chunk))));
      const events = this.cache.split('\n\n');
      this.cache = events.pop();
      events.forEach((event) => {
        const body = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n');
        if (body) {
          this.emit('token', { data: body });
        }
      });
    });
  }
}
