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

exports.post = (options) => wx.request({ method: 'POST', enableChunked: true, responseType: 'arraybuffer', ...options });
