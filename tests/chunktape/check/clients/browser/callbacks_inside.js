// Wrong: no carry. The callbacks stand in an object of the options.
export function startStream({ url, data, callbacks }) {
  const { onMessage, onDone } = callbacks;
  return fetch(url, { method: 'POST', body: JSON.stringify(data) }).then(async (response) => {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        break;
      }
      for (const line of decoder.decode(value, { stream: true }).split('\n')) {
        if (line.startsWith('data:') && !line.includes('[DONE]')) {
          onMessage?.(JSON.parse(line.slice(5)).choices?.[0]?.delta?.content || '');
        }
      }
    }
    onDone?.();
  });
}
