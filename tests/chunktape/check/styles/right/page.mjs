// Right: a page.
import { streamChat } from './wx_by_hand.mjs';

Page({
  data: { question: '', answer: '', busy: false },
  onInput(event) { this.setData({ question: event.detail.value }); },
  onSend() {
    if (this.data.busy) this.task.abort();
    this.setData({ answer: '', busy: true });
    const mine = this.task = streamChat('https://example.com/chat', { question: this.data.question }, {
      onText: (text) => { if (this.task === mine || !this.task) this.setData({ answer: this.data.answer + text }); },
      onDone: () => this.setData({ busy: false }),
      onError: () => this.setData({ busy: false }),
    });
  },
  onUnload() { this.task?.abort(); },
});
