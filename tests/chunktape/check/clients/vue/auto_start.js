// A composable that asks as soon as it is called.
import { onUnmounted, ref } from 'vue';

export function useStream(url) {
  const text = ref('');
  const done = ref(false);
  const task = uni.request({ url, enableChunked: true, success: () => { done.value = true; } });
  task.onChunkReceived((res) => {
    decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
      text.value += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
    });
  });
  onUnmounted(() => task.abort());
  return { text, done };
}
