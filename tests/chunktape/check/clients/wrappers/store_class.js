// A store: its state shows the answer, nothing is called back.
class ChatStore {
  state = { list: [], loading: false };

  get last() { return this.state.list[this.state.list.length - 1]; }

  async send(prompt) {
    this.state.list.push({ role: 'user', content: prompt }, { role: 'assistant', content: '' });
    this.state.loading = true;
    await new Promise((resolve, reject) => {
      const task = uni.request({ url: '/chat', method: 'POST', data: { prompt }, enableChunked: true, success: resolve, fail: reject });
      task.onChunkReceived((res) => {
        decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
          this.last.content += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
        });
      });
    });
    this.state.loading = false;
  }
}

export const chatStore = new ChatStore();
