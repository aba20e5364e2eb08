// Each byte becomes a character: UTF-8 is never decoded. The lines are put together rightly.
function streamChat(url, data, onMessage, onDone) {
  let buffer = '';
  const requestTask = wx.request({ url, method: 'POST', data, enableChunked: true, success: () => onDone() });
  requestTask.onChunkReceived((res) => {
    Array.from(new Uint8Array(res.data)).forEach((byte) => { buffer += String.fromCharCode(byte); });
    const lines = buffer.split('\n');
    buffer = lines.pop();
    lines.filter((line) => line.startsWith('data: {')).forEach((line) => {
      const text = JSON.parse(line.slice(6)).choices[0]?.delta?.content;
      if (text) {
        onMessage(text); // HERE
      }
    });
  });
}

module.exports = { streamChat };
