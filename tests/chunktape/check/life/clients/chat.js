// What the clients of this folder share, all of it right: a mini-program's request whose answer is decoded, so that each
// file holds one bug of its life and no other.

// Lines out of bytes that are cut anywhere; a character is decoded when its line is whole.
function createLines(onLine) {
  let held = [];
  let afterCr = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === 10 && afterCr) {
        afterCr = false;
      } else if (byte === 10 || byte === 13) {
        afterCr = byte === 13;
        onLine(decodeURIComponent(held.map((one) => `%${one.toString(16).padStart(2, '0')}`).join('')).replace(/^\ufeff/, ''));
        held = [];
      } else {
        afterCr = false;
        held.push(byte);
      }
    }
  };
}

// The texts of an OpenAI stream: gives push(data of a chunk).
exports.createDecoder = function createDecoder(onText) {
  let lines = [];
  const push = createLines((line) => {
    if (line.startsWith('data:')) {
      lines.push(line.slice(5).replace(/^ /, ''));
    } else if (line === '' && lines.length > 0) {
      const data = lines.join('\n');
      lines = [];
      const text = data === '[DONE]' ? '' : JSON.parse(data).choices?.[0]?.delta?.content;
      if (text) {
        onText(text);
      }
    }
  });
  return (data) => push(new Uint8Array(data));
};

// Text that is shown when nothing has come for a while: `add` holds it, `show` shows at once what is held, `drop` loses it.
function createHeld(onText) {
  let held = '';
  let timer = null;
  const drop = () => {
    clearTimeout(timer);
    held = '';
  };
  const show = () => {
    const text = held;
    drop();
    if (text) {
      onText(text);
    }
  };
  const add = (text) => {
    held += text;
    clearTimeout(timer);
    timer = setTimeout(show, 30);
  };
  return { add, show, drop };
}

exports.post = (options) => wx.request({ method: 'POST', enableChunked: true, responseType: 'arraybuffer', ...options });

// A client that shows its text by `createHeld`; `finish` is what the end does with what is held.
exports.createDebounced = (finish) => function ask(url, data, onText, onDone) {
  let over = false;
  const held = createHeld(onText);
  const push = exports.createDecoder(held.add);
  const done = () => {
    finish(held);
    onDone();
  };
  const task = exports.post({ url, data, success: done, fail: done });
  task.onChunkReceived((result) => !over && push(result.data));
  return { abort() { over = true; held.drop(); task.abort(); } };
};
