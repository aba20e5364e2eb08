// A uni-app page of the Options API.
export default {
  data() {
    return { baseUrl: 'https://api.example.com', messages: [], inputText: '', isStreaming: false };
  },
  computed: {
    last() { return this.messages[this.messages.length - 1]; },
  },
  onLoad(options) { this.id = options.id; },
  methods: {
    getContext() { return this.messages.slice(-10); },
    sendMessage() {
      const text = this.inputText.trim();
      if (!text) {
        uni.showToast({ title: 'empty', icon: 'none' });
        return;
      }
      this.messages.push({ role: 'user', content: text }, { role: 'ai', content: '', isTyping: true });
      this.inputText = '';
      this.$nextTick(() => this.scroll());
      this.streamRequest(text, this.messages.length - 1);
    },
    scroll() { this.$refs.list.scrollTo(0, 9999); },
    streamRequest(question, index) {
      const that = this;
      const task = uni.request({
        url: `${this.baseUrl}/stream`, method: 'GET', data: { question, context: this.getContext() }, enableChunked: true,
        success: () => { that.last.isTyping = false; },
        fail: () => { that.messages[index].content += '[failed]'; },
      });
      task.onChunkReceived((res) => that.processChunk(res.data, index));
    },
    processChunk(data, index) {
      decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))).split('\n').forEach((line) => {
        if (line.startsWith('data: {')) {
          this.messages[index].content += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
        }
      });
    },
  },
};
