// A component without a screen that tells its parent; the listener is a method.
let task;

export default {
  props: {},
  data() { return {}; },
  methods: {
    stopChat() { task.offChunkReceived(this.listener); task.abort(); },
    startChat({ body, url, headers, method }) {
      task = uni.request({
        url, method, data: body, header: { Accept: 'text/event-stream', ...headers }, enableChunked: true,
        success() {}, fail: (error) => this.$emit('onInnerError', error), complete: () => this.$emit('onInnerFinish'),
      });
      task.onChunkReceived(this.listener);
      this.$emit('onInnerOpen');
    },
    listener({ data }) {
      decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data)))).split('\n').filter((line) => line.startsWith('data:')).forEach((line) => {
        this.$emit('onInnerMessage', { data: line.slice(5).trim() });
      });
    },
  },
};
