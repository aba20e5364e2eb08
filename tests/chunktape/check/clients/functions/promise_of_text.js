// A promise of the whole answer; nothing is called back.
export function ask(question) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const task = wx.request({
      url: 'https://api.example.com/chat', method: 'POST', data: { question }, enableChunked: true,
      success: () => resolve({ answer, at: Date.now() }), fail: reject,
    });
    task.onChunkReceived(({ data }) => {
      const text = decodeURIComponent(escape(String.fromCharCode.apply(null, new Uint8Array(data))));
      for (const line of text.split('\n')) {
        if (line.startsWith('data: {')) {
          answer += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
        }
      }
    });
  });
}
