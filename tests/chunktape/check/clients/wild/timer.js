// A piece that does not end an object is held for a while, in the hope that the rest comes.
export function createStream(onText) {
  const decoder = new TextDecoder();
  let pending = '';
  let timer = null;

  function flush() {
    const lines = pending.split('\n').filter((line) => line.startsWith('data: {'));
    pending = '';
    lines.forEach((line) => {
      try {
        onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content || ''); // HERE
      } catch (error) {
        // a half
      }
    });
  }

  return {
    push(bytes) {
      pending += decoder.decode(bytes, { stream: true });
      clearTimeout(timer);
      if (pending.trim().endsWith('}')) {
        flush();
      } else {
        timer = setTimeout(flush, 100);
      }
    },
  };
}
