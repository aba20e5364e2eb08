// A page that greets when it knows that there is no history: a person asks after that.
Page({
  data: { draft: '', talk: [] },
  onLoad() {
    wx.request({
      url: 'https://api.example.com/history',
      success: ({ data }) => { this.setData({ talk: data.items || [{ by: 'bot', words: '您好！' }] }); },
    });
  },
  onDraftInput(event) { this.setData({ draft: event.detail.value }); },
  submitQuestion() {
    if (!this.data.draft) {
      return;
    }
    this.setData({ talk: [...this.data.talk, { by: 'me', words: this.data.draft }, { by: 'bot', words: '' }], draft: '' });
    let rest = '';
    const task = wx.request({ url: 'https://api.example.com/ask', method: 'POST', enableChunked: true });
    task.onChunkReceived(({ data }) => {
      rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data))));
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        if (block.startsWith('data: {')) {
          const at = `talk[${this.data.talk.length - 1}].words`;
          const so = this.data.talk[this.data.talk.length - 1].words;
          this.setData({ [at]: so + (JSON.parse(block.slice(6)).choices[0]?.delta.content ?? '') });
          this.setData({ bottom: Date.now() });
        }
      }
    });
  },
});
