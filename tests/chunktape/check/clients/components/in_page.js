// A page written as a component: onLoad among its methods, the send button, and a helper module.
const { textsOf } = require('./texts.js');

Component({
  data: { chat: { list: [] }, draft: '' },
  methods: {
    onLoad(query) { this.query = query; },
    onDraftInput(e) { this.setData({ draft: e.detail.value }); },
    onSendTap() {
      if (!this.data.draft) {
        return;
      }
      const at = this.data.chat.list.length;
      this.setData({ [`chat.list[${at}]`]: { q: this.data.draft, a: '' }, draft: '' });
      const task = wx.request({ url: '/chat', enableChunked: true, success: () => {} });
      task.onChunkReceived((res) => textsOf(res.data).forEach((text) => this.setData({ [`chat.list[${at}].a`]: this.data.chat.list[at].a + text })));
    },
  },
});
