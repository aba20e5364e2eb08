// A typewriter: a timer shows two characters at a time, through setData of the whole list.
Page({
  data: { list: [{ from: 'bot', content: 'hi' }], value: '' },
  queue: [],
  timer: null,
  handleInput(event) { this.setData({ value: event.detail.value }); },
  onSubmit() {
    const list = [...this.data.list, { from: 'me', content: this.data.value }, { from: 'bot', content: '' }];
    this.setData({ list, value: '' }, () => wx.pageScrollTo({ scrollTop: 9999 }));
    const task = wx.request({ url: '/chat', method: 'POST', enableChunked: true });
    task.onChunkReceived(({ data }) => {
      decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))).split('\n').forEach((line) => {
        if (line.startsWith('data: {')) {
          this.queue.push(...(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''));
        }
      });
      this.type();
    });
  },
  type() {
    if (this.timer === null) {
      this.timer = setInterval(() => {
        const list = this.data.list.slice();
        list[list.length - 1] = { from: 'bot', content: list[list.length - 1].content + this.queue.splice(0, 2).join('') };
        this.setData({ list });
        if (this.queue.length === 0) {
          clearInterval(this.timer);
          this.timer = null;
        }
      }, 5);
    }
  },
});
