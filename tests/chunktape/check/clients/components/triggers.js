// A component that hands each piece to its parent.
Component({
  properties: { url: String, model: { type: String, value: 'test' } },
  data: { busy: false },
  methods: {
    start(prompt) {
      this.setData({ busy: true });
      const task = wx.request({ url: this.properties.url, method: 'POST', data: { prompt, model: this.data.model }, enableChunked: true, complete: () => this.triggerEvent('finish') });
      task.onChunkReceived((res) => {
        decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
          this.triggerEvent('message', { text: JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '' });
        });
      });
    },
  },
});
