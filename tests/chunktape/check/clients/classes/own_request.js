// Wrong: each chunk of its own request is decoded by itself; text would hide that.
export class AnswerSource {
  constructor(options) {
    this.options = options;
    this.held = '';
  }

  handleChunk(res) {
    let chunk = res.data;
    if (chunk instanceof ArrayBuffer) {
      chunk = new TextDecoder().decode(chunk);
    }
    const events = (this.held + chunk).split('\n\n');
    this.held = events.pop();
    events.forEach((event) => {
      const line = event.split('\n').find((one) => one.startsWith('data:'));
      if (line) {
        this.options.onMessage({ data: line.slice(5).trimStart() });
      }
    });
  }

  connect(data) {
    this.task = uni.request({ url: this.options.url, method: 'POST', data, enableChunked: true, success() {}, fail() {} });
    this.task.onChunkReceived(this.handleChunk.bind(this));
  }
}
