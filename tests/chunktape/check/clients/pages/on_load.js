// Asks when it is loaded, with what stands in its query.
Page({
  data: { report: '' },
  onLoad(options) {
    this.id = options.id;
    this.load();
  },
  load() {
    const task = wx.request({ url: `/report/${this.id}`, enableChunked: true, success: () => {} });
    task.onChunkReceived((res) => {
      let report = this.data.report;
      decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n\n').forEach((event) => {
        report += event.startsWith('data: {') ? JSON.parse(event.slice(6)).choices[0]?.delta?.content ?? '' : '';
      });
      this.setData({ report });
    });
  },
});
