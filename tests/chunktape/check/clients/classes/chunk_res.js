// A factory whose methods are named after the platform's callbacks, and give lists.
export const createChunkRes = () => {
  let last = '';
  const texts = (whole) => whole.split('\n\n').filter((one) => one.startsWith('data: {')).map((one) => JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? '');
  return {
    onChunkReceivedReturn(data) {
      last += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data))));
      const at = last.lastIndexOf('\n\n') + 2;
      const whole = last.slice(0, at);
      last = last.slice(at);
      return texts(whole);
    },
    onComplateReturn() {
      return texts(last);
    },
  };
};
