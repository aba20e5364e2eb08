// fetch, a reader, and callbacks in an object.
export async function streamChat({ url = '/api/chat', body, onChunk, onDone, onError, signal }) {
  try {
    const res = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal });
    if (!res.ok || !res.body) {
      throw new Error(`HTTP ${res.status}`);
    }
    const reader = res.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop();
      lines.filter((line) => line.startsWith('data: {')).forEach((line) => onChunk(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''));
    }
    onDone?.();
  } catch (error) {
    onError?.(error);
  }
}
