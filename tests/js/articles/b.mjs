// The client of article B (native WeChat, `wx.request`), written anew from its description: what our
// users have in their projects. Faithful, weaknesses included; don't copy it.
//
// Each event is JSON and replaces the one before. Weaknesses: nothing is carried from chunk to chunk
// when bytes become text, a missing byte at the end is skipped without notice, NUL is dropped, a code
// point above U+FFFF is cut to 16 bits; a chunk that does not parse is mended only 3 s later, from the
// last five chunks, and only if nothing parses before; two events in one chunk never parse.

const KEPT = 5;

// The binary digits of a byte, eight of them.
function digitsOf(byte) {
  return byte.toString(2).padStart(8, '0');
}

export function decodeBytes(arrayBuffer) {
  const bytes = new Uint8Array(arrayBuffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 1) {
    const digits = digitsOf(bytes[i]);
    const lead = /^(1{2,4})0/.exec(digits);
    let code = bytes[i];
    if (lead) {
      const length = lead[1].length;
      let bits = digits.slice(length + 1);
      for (let k = 1; k < length; k += 1) {
        i += 1;
        if (i < bytes.length) {
          bits += digitsOf(bytes[i]).slice(2);
        }
      }
      code = parseInt(bits, 2);
    }
    if (code) {
      text += String.fromCharCode(code);
    }
  }
  return text;
}

function merge(buffers) {
  const total = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
  const whole = new Uint8Array(total);
  let at = 0;
  for (const buffer of buffers) {
    whole.set(new Uint8Array(buffer), at);
    at += buffer.byteLength;
  }
  return whole.buffer;
}

function parse(arrayBuffer, isUrlEncoded) {
  const text = decodeBytes(arrayBuffer).replace(/^data:\s*/, '').trim();
  return JSON.parse(isUrlEncoded ? decodeURIComponent(text) : text);
}

// Asks once and closes the stream itself when an event is the last one (`isLast`), as the article does;
// also when the server ends it. `mergeDelay` is the article's 3 s.
// Gives { shown, updates, errors, merges, end }: how often the text was replaced, how many chunks did
// not parse, how many were mended by merging.
export function run({ wx, url, data, pick, isLast = () => false, isUrlEncoded = false, mergeDelay = 3000, abortAfter = 0 }) {
  return new Promise((resolve) => {
    const result = { shown: '', updates: 0, errors: 0, merges: 0, end: 'complete' };
    let kept = [];
    let timer = null;
    let chunks = 0;

    const requestTask = wx.request({
      url,
      method: 'POST',
      header: { Accept: 'text/event-stream', Authorization: `Bearer ${wx.getStorageSync('token') || 'test-token'}` },
      data,
      enableChunked: true,
      fail(error) {
        result.end = error.errMsg;
      },
      complete() {
        requestTask.offChunkReceived(listener);
        if (timer === null) {
          resolve(result);
        } else {
          // The page is still there, and its timer still runs.
          setTimeout(() => resolve(result), mergeDelay + 50);
        }
      },
    });

    function show(json) {
      const text = pick(json);
      if (text) {
        result.shown = text;
        result.updates += 1;
      }
      if (isLast(json)) {
        requestTask.abort();
      }
    }

    function mend() {
      timer = null;
      for (let first = kept.length - 2; first >= 0; first -= 1) {
        try {
          const json = parse(merge(kept.slice(first)), isUrlEncoded);
          result.merges += 1;
          show(json);
          return;
        } catch (error) {
          // One more of the older ones.
        }
      }
    }

    function listener(received) {
      chunks += 1;
      kept = [...kept, received.data].slice(-KEPT);
      let json = null;
      try {
        json = parse(received.data, isUrlEncoded);
      } catch (error) {
        result.errors += 1;
        clearTimeout(timer);
        timer = setTimeout(mend, mergeDelay);
      }
      if (json !== null) {
        clearTimeout(timer);
        timer = null;
        show(json);
      }
      if (chunks === abortAfter) {
        requestTask.abort();
      }
    }
    requestTask.onChunkReceived(listener);
  });
}
