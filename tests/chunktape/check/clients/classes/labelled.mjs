// Wrong: CRLF. What stands behind the stream may be left out.
export async function* eventsOf(stream, observer, label) {
  const decoder = new TextDecoder(label ?? 'utf-8');
  const reader = stream.getReader();
  let held = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (held + decoder.decode(part.value, { stream: true })).split('\n\n');
    held = events.pop();
    observer?.onRead?.(events.length);
    for (const event of events.filter((one) => one.startsWith('data:'))) {
      yield event.slice(5).trim();
    }
  }
}
