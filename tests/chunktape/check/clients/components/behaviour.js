// A component with a behaviour, an observer, and its answer in its data.
const streaming = Behavior({
  data: { raw: '' },
  methods: {
    ask() {
      const task = wx.request({ url: '/ask', enableChunked: true, data: { text: this.data.text }, success() {} });
      task.onChunkReceived((res) => this.setData({ raw: this.data.raw + decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))) }));
    },
  },
});

Component({
  behaviors: [streaming],
  data: { text: '', shown: { content: '' } },
  lifetimes: { attached() { this.ready_ = true; } },
  observers: {
    raw(raw) {
      const content = raw.split('\n\n').filter((one) => one.startsWith('data: {')).map((one) => JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? '').join('');
      this.setData({ 'shown.content': content });
    },
  },
  methods: { onTextChange(e) { this.setData({ text: e.detail.value }); } },
});
