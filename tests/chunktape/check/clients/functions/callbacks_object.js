// url, parameters and an object of callbacks, CommonJS.
function decode(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 1) {
    text += String.fromCharCode(bytes[i]);
  }
  return decodeURIComponent(escape(text));
}

function connect(url, params, callbacks) {
  const safe = callbacks || {};
  let buffer = '';
  const task = wx.request({
    url, data: params, method: 'POST', enableChunked: true,
    success: () => { if (safe.onDone) safe.onDone(); },
    fail: (err) => { if (safe.onError) safe.onError(err); },
  });
  task.onChunkReceived((res) => {
    buffer += decode(res.data);
    const parts = buffer.split('\n\n');
    buffer = parts.pop() || '';
    parts.forEach((part) => {
      const line = part.split('\n').find((one) => one.indexOf('data:') === 0);
      if (line && line.indexOf('[DONE]') < 0) {
        const event = JSON.parse(line.slice(5));
        if (safe.onDelta) safe.onDelta({ type: 'delta', text: (event.choices[0] && event.choices[0].delta.content) || '' });
      }
    });
  });
  return task;
}

module.exports = { connect, decode };
