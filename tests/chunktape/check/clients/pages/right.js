// A page that is right: it shows what the client beside it hands over, by a path of its data.
const ask = require('../wx_client.js')(true);

Page({
  data: { question: '', messages: [] },
  onQuestionInput(e) { this.setData({ question: e.detail.value }); },
  submit() {
    const at = this.data.messages.length + 1;
    this.setData({ messages: [...this.data.messages, { role: 'user', text: this.data.question }, { role: 'assistant', text: '' }] });
    ask('https://api.example.com/chat', { question: this.data.question }, (text) => {
      this.setData({ [`messages[${at}].text`]: this.data.messages[at].text + text });
    }, () => this.setData({ question: '' }));
  },
});
