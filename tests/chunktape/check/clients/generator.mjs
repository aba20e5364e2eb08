// An async generator over the pieces, right for LF.
export async function* stream(chunks) {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const chunk of chunks) {
    buffer += decoder.decode(chunk, { stream: true });
    const events = buffer.split(/\r\n\r\n|\n\n/);
    buffer = events.pop();
    for (const event of events) {
      const data = event.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n').trim();
      if (data && data !== '[DONE]') {
        yield JSON.parse(data).choices?.[0]?.delta?.content ?? '';
      }
    }
  }
}
