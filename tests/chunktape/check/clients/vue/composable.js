// A composable: what it gives has refs and functions.
import { computed, reactive, ref } from 'vue';

export function useChat(options = {}) {
  const messages = ref([]);
  const state = reactive({ loading: false });
  const count = computed(() => messages.value.length);

  function send(content) {
    messages.value.push({ role: 'user', content }, { role: 'assistant', content: '' });
    const answer = messages.value[messages.value.length - 1];
    state.loading = true;
    const task = uni.request({
      url: options.url, method: 'POST', data: { content }, enableChunked: true,
      success: () => { state.loading = false; }, fail: () => { state.loading = false; },
    });
    task.onChunkReceived(({ data }) => {
      decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
        answer.content += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
      });
    });
  }

  return { messages, state, count, send };
}
