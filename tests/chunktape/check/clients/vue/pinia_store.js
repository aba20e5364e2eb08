// A store of pinia with options, whose action streams into its state.
import { defineStore } from 'pinia';

export const useChatStore = defineStore('chat', {
  state: () => ({ messages: [], busy: false }),
  getters: { count: (state) => state.messages.length },
  actions: {
    async sendMessage(content) {
      this.messages.push({ role: 'user', content }, { role: 'assistant', content: '' });
      this.busy = true;
      await new Promise((resolve, reject) => {
        const task = uni.request({ url: '/chat', method: 'POST', data: { content }, enableChunked: true, success: resolve, fail: reject });
        task.onChunkReceived((res) => {
          decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
            this.messages[this.messages.length - 1].content += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
          });
        });
      });
      this.busy = false;
    },
  },
});
