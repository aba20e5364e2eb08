// One client for two platforms. WeChat's chunks are bytes, Baidu's are text; the branch for text forgets its rest.
const platform = typeof swan !== 'undefined' ? swan : wx;

const isLead = (byte) => byte >= 0xc0;

// The bytes of whole characters at the start of `bytes`, as text, and the others.
function decoded(bytes) {
  let end = bytes.length;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if (isLead(byte)) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      end = size > back ? bytes.length - back : end;
      break;
    }
  }
  let escaped = '';
  bytes.slice(0, end).forEach((byte) => { escaped += `%${byte.toString(16).padStart(2, '0')}`; });
  return [decodeURIComponent(escaped), bytes.slice(end)];
}

export function ask(url, onText) {
  let bytes = [];
  let rest = '';

  function show(events) {
    for (const event of events) {
      const data = event.split(/\r\n|\r|\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, '')).join('\n');
      if (data && data !== '[DONE]') {
        onText(JSON.parse(data).choices[0]?.delta?.content ?? '');
      }
    }
  }

  const task = platform.request({ url, method: 'POST', enableChunked: true, responseType: 'arraybuffer' });
  task.onChunkReceived(({ data }) => {
    let text = data;
    if (typeof data === 'string') {
      rest = '';
    } else {
      [text, bytes] = decoded([...bytes, ...new Uint8Array(data)]);
    }
    const events = (rest + text).replace(/^\uFEFF/, '').replace(/\r\n/g, '\n').split('\n\n');
    rest = events.pop();
    show(events);
  });
}
