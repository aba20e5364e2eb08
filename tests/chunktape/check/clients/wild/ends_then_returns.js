// Right: `[DONE]` ends the answer, and its whole text is the result of the call, which comes when the request is over.
export function ask(question, { onText, onDone }) {
  return new Promise((resolve, reject) => {
    let held = '';
    let bytes = '';
    let whole = '';
    const task = wx.request({
      url: 'http://127.0.0.1/chat', method: 'POST', data: { question }, enableChunked: true, success: () => resolve(whole), fail: reject,
    });
    task.onChunkReceived(({ data }) => {
      bytes += Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join('');
      const torn = /(?:[\xc0-\xff]|[\xe0-\xff][\x80-\xbf]|[\xf0-\xff][\x80-\xbf]{2})$/.exec(bytes);
      const end = torn ? torn.index : bytes.length;
      held += decodeURIComponent(escape(bytes.slice(0, end))).replace(/^\uFEFF/, '');
      bytes = bytes.slice(end);
      const lines = held.split(/\r\n|\n|\r(?!$)/);
      held = lines.pop();
      for (const line of lines) {
        read(line);
      }
    });
    let event = [];
    function read(line) {
      if (line.startsWith('data:')) {
        event.push(line.slice(5));
      } else if (line === '' && event.length > 0) {
        const text = event.join('\n').trim();
        event = [];
        if (text === '[DONE]') {
          onDone();
        } else {
          const piece = JSON.parse(text).choices?.[0]?.delta?.content || '';
          whole += piece;
          onText(piece);
        }
      }
    }
  });
}
