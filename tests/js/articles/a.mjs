// The client of article A (UniApp, `uni.request`, POST), written anew from its description: what our
// users have in their projects. Faithful, weaknesses included; don't copy it.
//
// The article leaves the body of its decode function out and says that data may be discontinuous and
// must be joined through the buffer. What stands here is the plainest reading of that remark.
// Weaknesses: the buffer lives in the module, so an aborted answer's rest runs into the next one; each
// chunk is turned into text by itself, so a character cut in two is lost; `complete` calls
// offChunkReceived without asking whether there is one; events are told apart by LF LF only.

let buffer = '';

function textOf(arrayBuffer) {
  const bytes = new Uint8Array(arrayBuffer);
  let binary = '';
  for (let i = 0; i < bytes.length; i += 1) {
    binary += String.fromCharCode(bytes[i]);
  }
  try {
    return decodeURIComponent(escape(binary));
  } catch (error) {
    return binary;
  }
}

function decode(arrayBuffer, onMessage) {
  buffer += textOf(arrayBuffer);
  const parts = buffer.split('\n\n');
  buffer = parts.pop();
  for (const part of parts) {
    for (const line of part.split('\n')) {
      if (line.startsWith('data:')) {
        onMessage(line.slice(5).trim());
      }
    }
  }
}

function requestSse(uni, { url, data, onData, onError, onComplete, onHeaders }) {
  const task = uni.request({
    url,
    method: 'POST',
    header: {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${uni.getStorageSync('token')}`,
    },
    data,
    enableChunked: true,
    responseType: 'arraybuffer',
    success() {},
    fail(error) {
      onError(error);
    },
    complete() {
      onComplete();
      task.offHeadersReceived(headersListener);
      task.offChunkReceived(chunkListener);
    },
  });
  function headersListener(result) {
    onHeaders(result);
  }
  function chunkListener(result) {
    decode(result.data, onData);
  }
  task.onHeadersReceived(headersListener);
  task.onChunkReceived(chunkListener);
  return task;
}

// Asks once. `pick(payload)` takes the piece of the answer out of an event's JSON text.
// Gives { shown, events, lost, headers, end } where `lost` counts events that did not parse.
export function run({ uni, url, data, pick, abortAfter = 0 }) {
  return new Promise((resolve) => {
    const result = { shown: '', events: 0, lost: 0, headers: 0, end: 'complete' };
    let chunks = 0;
    uni.setStorageSync('token', uni.getStorageSync('token') || 'test-token');
    const task = requestSse(uni, {
      url,
      data,
      onHeaders() {
        result.headers += 1;
      },
      onData(payload) {
        if (payload === '[DONE]') {
          return;
        }
        result.events += 1;
        try {
          result.shown += pick(JSON.parse(payload));
        } catch (error) {
          result.lost += 1;
        }
      },
      onError(error) {
        result.end = error.errMsg;
      },
      onComplete() {
        resolve(result);
      },
    });
    task.onChunkReceived(() => {
      chunks += 1;
      if (chunks === abortAfter) {
        task.abort();
      }
    });
  });
}
