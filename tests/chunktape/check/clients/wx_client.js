// A mini-program's function, for the clients beside this file: it asks through wx.request and hands each delta to
// onText. `keeps`: what a piece ends in the middle of is held for the next one; else it is decoded by itself, and what
// that can not decode throws (the usual escape trick).
function createUtf8(keeps) {
  let held = [];
  return (bytes) => {
    const all = (keeps ? held : []).concat(Array.from(bytes));
    let end = all.length;
    for (let back = 1; back <= Math.min(3, all.length); back += 1) {
      const byte = all[all.length - back];
      if (byte >= 0xc0) {
        const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        end = size > back ? all.length - back : all.length;
        break;
      }
      if (byte < 0x80) {
        break;
      }
    }
    held = all.slice(end);
    let escaped = '';
    for (const byte of all.slice(0, end)) {
      escaped += `%${byte.toString(16).padStart(2, '0')}`;
    }
    return decodeURIComponent(escaped);
  };
}

module.exports = (keeps) => function ask(url, data, onText, onDone) {
  const decode = createUtf8(keeps);
  let buffer = '';
  let lines = [];
  const task = wx.request({
    url, method: 'POST', data, enableChunked: true, responseType: 'arraybuffer', success: () => onDone(), fail: () => onDone(),
  });
  task.onChunkReceived((result) => {
    buffer = (buffer + decode(new Uint8Array(result.data))).replace(/^\ufeff/, '');
    const held = buffer.endsWith('\r') ? 1 : 0;
    const parts = buffer.slice(0, buffer.length - held).replace(/\r\n|\r/g, '\n').split('\n');
    buffer = parts.pop() + buffer.slice(buffer.length - held);
    for (const line of parts) {
      if (line.startsWith('data:')) {
        lines.push(line.slice(5).replace(/^ /, ''));
      } else if (line === '' && lines.length > 0) {
        const payload = lines.join('\n');
        lines = [];
        if (payload !== '[DONE]') {
          const delta = JSON.parse(payload).choices?.[0]?.delta?.content;
          if (delta) {
            onText(delta);
          }
        }
      }
    }
  });
};
