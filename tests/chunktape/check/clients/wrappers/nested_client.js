// client.chat.completions.create(), in the manner of an SDK, with an async iterator as its result.
function stream(url, body) {
  const held = [];
  let over = false;
  let wake = () => {};
  const task = wx.request({ url, data: body, method: 'POST', enableChunked: true, complete: () => { over = true; wake(); } });
  task.onChunkReceived(({ data }) => { held.push(...new Uint8Array(data)); wake(); });
  return {
    async* [Symbol.asyncIterator]() {
      let rest = '';
      while (!over || held.length > 0) {
        if (held.length === 0) {
          await new Promise((resolve) => { wake = resolve; });
        }
        rest += decodeURIComponent(escape(String.fromCharCode(...held.splice(0))));
        const events = rest.split('\n\n');
        rest = events.pop();
        for (const event of events.filter((one) => one.startsWith('data: {'))) {
          yield JSON.parse(event.slice(6));
        }
      }
    },
  };
}

export const createClient = ({ baseURL, apiKey }) => ({
  apiKey,
  models: { list: () => [] },
  chat: { completions: { create: (body) => stream(`${baseURL}/chat/completions`, body) } },
});
