// fetch behind an async generator; arguments by name.
export async function* streamMessages(messages, model = 'test') {
  const response = await fetch('https://api.example.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ messages, model, stream: true }) });
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    rest += text;
    const events = rest.split('\n\n');
    rest = events.pop();
    for (const event of events) {
      if (event.startsWith('data: {')) {
        yield JSON.parse(event.slice(6)).choices[0]?.delta;
      }
    }
  }
}
