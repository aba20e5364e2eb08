// What a compiler makes of <script setup>: setup() gives all that the template may use.
import { reactive, ref } from 'vue';
import { onLoad } from '@dcloudio/uni-app';

export default {
  __name: 'Chat',
  props: { title: { type: String, default: '' } },
  setup(__props, { expose }) {
    expose();
    const chatValue = ref('');
    const list = reactive([]);
    const id = ref('');
    onLoad((query) => { id.value = query.id; });
    const handleSend = async () => {
      if (!chatValue.value) {
        return;
      }
      list.push({ target: 'user', message: chatValue.value }, { target: 'assistant', message: '' });
      chatValue.value = '';
      const task = uni.request({ url: `/chat/${id.value}`, enableChunked: true, success: () => {} });
      task.onChunkReceived((res) => {
        decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data)))).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
          list[list.length - 1].message += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
        });
      });
    };
    const __returned__ = { chatValue, list, id, handleSend, ref, reactive, onLoad };
    Object.defineProperty(__returned__, '__isScriptSetup', { enumerable: false, value: true });
    return __returned__;
  },
};
