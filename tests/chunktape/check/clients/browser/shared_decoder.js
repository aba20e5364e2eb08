// Wrong: a piece is decoded and split by itself. The decoder that it exports is the platform's.
export const decoder = new TextDecoder();

export async function* messagesOf(response) {
  for await (const piece of response.body) {
    for (const line of decoder.decode(piece).split(/\n+/)) {
      const text = line.replace(/^data:\s*/, '').trim();
      if (text.startsWith('{')) {
        yield JSON.parse(text);
      }
    }
  }
}
