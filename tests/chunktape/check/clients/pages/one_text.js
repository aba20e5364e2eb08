// A page whose only text is the answer, called like what a person types elsewhere; it grows with each delta.
Page({
  data: { content: '', busy: false },
  onAskTap() {
    let rest = '';
    this.setData({ busy: true });
    const task = wx.request({ url: 'https://api.example.com/ask', enableChunked: true, success: () => this.setData({ busy: false }) });
    task.onChunkReceived(({ data }) => {
      rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data))));
      const events = rest.split('\n\n');
      rest = events.pop();
      for (const event of events.filter((one) => one.startsWith('data: {'))) {
        const delta = JSON.parse(event.slice(6)).choices[0]?.delta?.content ?? '';
        this.setData({ content: this.data.content + delta });
      }
    });
  },
});
