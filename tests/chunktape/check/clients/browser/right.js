// fetch behind a generator that is right for every line end, and wherever it is cut.
async function* lines(body) {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const held = rest.endsWith('\r') ? 1 : 0;
    const parts = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
    rest = parts.pop() + rest.slice(rest.length - held);
    yield* parts;
  }
}

export async function* streamChat(prompt) {
  const response = await fetch('/api/chat', { method: 'POST', body: JSON.stringify({ prompt }) });
  let data = [];
  for await (const line of lines(response.body)) {
    if (line.startsWith('data:')) {
      data.push(line.slice(5).replace(/^ /, ''));
    } else if (line === '' && data.length > 0) {
      const event = data.join('\n');
      data = [];
      if (event !== '[DONE]') {
        yield JSON.parse(event).choices?.[0]?.delta?.content ?? '';
      }
    }
  }
}
