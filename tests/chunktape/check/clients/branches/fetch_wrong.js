// One client for WeChat and for browsers. Its branch for chunks is right, the one for fetch decodes each piece by itself.
const isMini = typeof wx !== 'undefined' && typeof wx.request === 'function';

function createParser(onText) {
  let rest = '';
  return (text) => {
    const events = (rest + text).replace(/^\uFEFF/, '').replace(/\r\n/g, '\n').split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, '')).join('\n');
      if (data && data !== '[DONE]') {
        onText(JSON.parse(data).choices[0]?.delta?.content ?? '');
      }
    }
  };
}

const sizeOf = (lead) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

// How many of `bytes` are whole characters.
function wholeIn(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) !== 0x80) {
      return sizeOf(byte) > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

export async function ask(url, onText) {
  const parse = createParser(onText);
  if (isMini) {
    let held = [];
    wx.request({ url, enableChunked: true }).onChunkReceived(({ data }) => {
      const bytes = held.concat(Array.from(new Uint8Array(data)));
      const count = wholeIn(bytes);
      held = bytes.slice(count);
      parse(decodeURIComponent(bytes.slice(0, count).map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')));
    });
    return;
  }
  const reader = (await fetch(url)).body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parse(new TextDecoder().decode(read.value));
  }
}
