// A stand-in for `wx` (or `uni`) in Node: request() asks through `send` (http.mjs: a real HTTP/1.1 request;
// world/requests.mjs: a tape, in process) and hands each piece to the listeners, with the contracts of the platforms.
//
// Rules:
// - Nothing is called back before request() has returned, and nothing after the request has ended.
// - onHeadersReceived once, then onChunkReceived per piece, then success or fail, then complete.
// - A chunk without a listener is lost. Listeners are removed by identity.
// - Any HTTP status is a success. abort() leads to fail "request:fail abort".
// - A profile says what a platform does differently; these are models, not measurements:
//     device    ArrayBuffer of the client's own realm; success.data is empty
//     devtools  Uint8Array of another realm; no statusCode in onHeadersReceived; success.data is empty
//     uni-h5    Uint8Array; header names in lower case; success.data is the whole body again; no
//               offChunkReceived; a connection that breaks in mid-stream ends in no callback until the
//               timeout, which says "abort"
//     old       a base library without chunk events: success.data is the whole body, and that is all
//     swan      text decoded by the platform

import { sendOverHttp } from './http.mjs';

export const PROFILES = ['device', 'devtools', 'uni-h5', 'old', 'swan'];

function copyInto(realm, buffer) {
  const bytes = new realm.Uint8Array(buffer.length);
  bytes.set(buffer);
  return bytes;
}

// `realm` holds the client's own ArrayBuffer and Uint8Array (its vm context's); `log` collects what was
// delivered, per request: { url, headers, chunks: [length], end }.
// `afterChunk(entry)` is called when the listeners have had a chunk. `timers` are the clock of the time limit.
export function createPlatform({
  profile = 'device', realm = globalThis, log = [], afterChunk = () => {}, send = sendOverHttp, timers = globalThis,
} = {}) {
  if (!PROFILES.includes(profile)) {
    throw new Error(`unknown profile ${profile}; one of ${PROFILES.join(', ')}`);
  }
  const isH5 = profile === 'uni-h5';
  const storage = new Map();

  function chunkData(buffer, decoder) {
    if (profile === 'swan') {
      return decoder.decode(buffer, { stream: true });
    }
    if (profile === 'device') {
      return copyInto(realm, buffer).buffer;
    }
    // A view into a bigger buffer, as fetch and Node hand them out: `.buffer` alone is wrong here.
    const { Uint8Array: Bytes } = isH5 ? realm : globalThis;
    const bytes = new Bytes(buffer.length + 2);
    bytes.set(buffer, 2);
    return bytes.subarray(2);
  }

  function wholeData(buffers, responseType) {
    const whole = Buffer.concat(buffers);
    return responseType === 'arraybuffer' ? copyInto(realm, whole).buffer : whole.toString('utf8');
  }

  function request(options) {
    const entry = { url: options.url, headers: null, chunks: [], end: null };
    log.push(entry);
    const listeners = { headers: new Set(), chunk: new Set() };
    const received = [];
    const decoder = new TextDecoder();
    let statusCode = 0;
    let header = {};
    let ended = false;
    let isLost = false; // broken, and not reported
    const keepsBody = isH5 || profile === 'old' || !options.enableChunked;

    // A listener that another listener removes is still called for this chunk.
    function emit(kind, value) {
      for (const listener of Array.from(listeners[kind])) {
        listener(value);
      }
    }

    function finish(callback, result) {
      if (ended) {
        return;
      }
      ended = true;
      entry.end = result.errMsg;
      if (callback) {
        callback(result);
      }
      if (options.complete) {
        options.complete(result);
      }
    }

    function succeed() {
      const data = keepsBody ? wholeData(received, options.responseType) : '';
      finish(options.success, { data, statusCode, header, cookies: [], errMsg: 'request:ok' });
    }

    function fail(reason) {
      finish(options.fail, { errMsg: `request:fail ${reason}`, errno: 600001 });
    }

    // A broken connection may be reported more than once.
    function breakOff(error) {
      if (isH5 && entry.headers) {
        isLost = true;
        timer.unref?.();
      } else {
        fail(error.code === 'ECONNREFUSED' ? 'connect refused' : error.message);
      }
    }

    const method = options.method || 'GET';
    const hasBody = method !== 'GET' && options.data !== undefined;
    const body = hasBody ? Buffer.from(typeof options.data === 'string' ? options.data : JSON.stringify(options.data) ?? '') : null;
    const sent = send({
      url: options.url,
      method,
      headers: {
        ...options.header,
        Referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
        ...(body ? { 'Content-Length': body.length } : {}),
      },
      body,
    }, {
      head(status, rawHeaders) {
        statusCode = status;
        header = {};
        for (let i = 0; i < rawHeaders.length; i += 2) {
          const name = rawHeaders[i];
          header[isH5 ? name.toLowerCase() : name] = rawHeaders[i + 1];
        }
        entry.headers = header;
        const head = { header, cookies: [] };
        emit('headers', profile === 'devtools' ? head : { ...head, statusCode });
      },
      data(buffer) {
        if (ended) {
          return;
        }
        if (keepsBody) {
          received.push(buffer);
        }
        if (options.enableChunked && profile !== 'old') {
          entry.chunks.push(buffer.length);
          emit('chunk', { data: chunkData(buffer, decoder) });
          afterChunk(entry);
        }
      },
      end: succeed,
      error: breakOff,
      close() {
        if (!isLost) {
          timers.clearTimeout(timer);
        }
      },
    });
    // A total limit; whether WeChat counts the whole request or its silence is not documented.
    const timer = timers.setTimeout(() => {
      fail(isH5 ? 'abort' : 'timeout');
      sent.destroy();
    }, options.timeout || 60000);

    const task = {
      abort() {
        if (!ended) {
          setImmediate(() => fail('abort'));
          setImmediate(() => sent.destroy());
        }
      },
      onHeadersReceived: (listener) => listeners.headers.add(listener),
      offHeadersReceived: (listener) => (listener ? listeners.headers.delete(listener) : listeners.headers.clear()),
    };
    if (profile !== 'old') {
      task.onChunkReceived = (listener) => listeners.chunk.add(listener);
    }
    if (profile !== 'old' && !isH5) {
      task.offChunkReceived = (listener) => (listener ? listeners.chunk.delete(listener) : listeners.chunk.clear());
    }
    return task;
  }

  return {
    request,
    getStorageSync: (key) => (storage.has(key) ? storage.get(key) : ''),
    setStorageSync: (key, value) => storage.set(key, value),
    removeStorageSync: (key) => storage.delete(key),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    scanCode: ({ success }) => success({ result: storage.get('scan') }),
    showToast: () => {},
  };
}
