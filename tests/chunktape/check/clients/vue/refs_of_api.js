// An API function that gives refs and a function that starts: the text is what is shown.
import { ref } from 'vue';

export function apiGetSuggestion() {
  const streamText = ref('');
  const startStreaming = () => new Promise((resolve, reject) => {
    streamText.value = '';
    const task = wx.request({ url: 'http://localhost:8123/suggestion', enableChunked: true, success: () => resolve(), fail: reject });
    task.onChunkReceived((res) => {
      const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
      text.replace(/data: (\{.*\})/g, (_, json) => { streamText.value += JSON.parse(json).choices[0]?.delta?.content ?? ''; return ''; });
    });
  });
  return { streamText, startStreaming };
}
