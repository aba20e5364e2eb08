// What goes wrong is a promise that nobody waits for.
export function create(onText) {
  const decoder = new TextDecoder();
  let text = '';
  async function read(piece) {
    for (const event of piece.split('\n\n').filter((one) => one.startsWith('data: {'))) {
      onText(JSON.parse(event.slice(6)).choices?.[0]?.delta?.content ?? '');
    }
  }
  return { push(bytes) { text = decoder.decode(bytes, { stream: true }); read(text); } };
}
