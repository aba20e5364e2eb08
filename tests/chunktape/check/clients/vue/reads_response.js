// Wrong: no carry. A composable whose function is handed the response of a request that stands elsewhere.
export function useReader() {
  async function readResponse(response, onMessage) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      for (const line of decoder.decode(part.value, { stream: true }).split('\n')) {
        const text = line.replace(/^data:\s*/, '').trim();
        if (text.startsWith('{')) {
          onMessage(JSON.parse(text));
        }
      }
    }
  }
  return { readResponse };
}
