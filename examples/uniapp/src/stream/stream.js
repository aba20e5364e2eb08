// One streamed request: uni.request with enableChunked, decoded to events (reader.js says which).
// 一次流式请求：uni.request 加 enableChunked，解码成事件（reader.js 决定怎么读）。
//
//   const stream = openStream({ url, data, header, onOpen, onEvent, onEnd });
//   stream.abort();
//
// onOpen({ statusCode, header })  once, when the head is there; statusCode is undefined in DevTools
// onEvent({ event, data, id })    for each event, as soon as it is whole
// onEnd({ reason, statusCode, message, body })  once, whatever happens; reason is
//   'complete'   the answer ended
//   'abort'      abort() was called
//   'http'       the status is 400 or more; body is what the server said
//   'no-events'  the answer ended without any event; body has what came in place of events
//   'idle'       nothing arrived for idleMs
//   'fail'       the platform gave up; message is its errMsg
//
// What is not documented, and what this module does about it:
// - success.data in chunked mode is empty, the last part or the whole body again, depending on the
//   platform. It is used only if not a single chunk was delivered; then it is the whole body.
// - The status is missing from the headers in DevTools. It is then taken from success.
// - fail does not always follow abort, and a connection that breaks may end in no callback at all.
//   In H5 it ends in "request:fail abort" after 60 s. So abort() ends the stream itself, and silence ends
//   it after idleMs.
// - Chunks may arrive after abort(). They are ignored.
// All state belongs to one request: a second one may run beside it or follow an aborted one.
//
// onOpen 收到响应头时调用一次（开发者工具里没有 statusCode）；onEvent 每个完整事件调用一次；onEnd 无论如何只调用一次，reason 为：
//   complete 正常结束；abort 调用了 abort()；http 状态码 400 以上，body 是服务器的说明；no-events 结束时没有任何事件；
//   idle 超过 idleMs 没有数据；fail 平台报错，message 是 errMsg。
// 文档没写、这里处理了的情况：
// - 分块模式下 success.data 可能为空、是最后一块，或是完整内容，只在一块都没收到时才用它。
// - 开发者工具的响应头里没有状态码，要等 success 才知道。
// - abort 之后不一定有 fail；连接断开可能没有任何回调（H5 要等 60 秒），所以 abort() 自己结束，太久没有数据也自己结束。
// - abort() 之后还可能收到数据块，一律忽略。
// 所有状态都属于一次请求，可以同时发几个，也可以中断后马上再发。

import { createUtf8Decoder } from './utf8.js';
import { createReader } from './reader.js';

const BODY_LIMIT = 16384; // characters kept of an answer that has no events / 没有事件时最多保留多少字符用于报错

function openStream(options) {
  const idleMs = options.idleMs || 45000; // before the platform's 60 s, so that the reason is known / 比平台的 60 秒早，才知道原因
  const decoder = createUtf8Decoder();
  let reader = null; // chosen when the first text comes: then the head is known / 收到第一段文本时才选
  let contentType = '';
  let task = null;
  let timer = null;
  let statusCode;
  let body = '';
  let chunks = 0;
  let events = 0;
  let ended = false;

  function end(reason, message) {
    if (ended) {
      return;
    }
    ended = true;
    clearTimeout(timer);
    if (task && task.offChunkReceived) {
      task.offChunkReceived(onChunk);
    }
    if (options.onEnd) {
      const isWanted = events === 0 || reason === 'http';
      options.onEnd({ reason, statusCode, message: message || '', body: isWanted ? body : '' });
    }
  }

  function onEvent(event) {
    // A handler may call abort() in the middle of a chunk. 回调里可能调用 abort()。
    if (!ended) {
      events += 1;
      options.onEvent(event);
    }
  }

  // Header names come in any case: as the server wrote them on a phone, in lower case in H5.
  // 响应头的大小写各平台不同：真机是服务器原样，H5 是小写。
  function keepType(header) {
    const name = Object.keys(header || {}).find((key) => key.toLowerCase() === 'content-type');
    contentType = name ? header[name] : contentType;
  }

  function isRefused() {
    return statusCode >= 400;
  }

  function watch() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      end('idle', `nothing arrived for ${idleMs} ms`);
      stop();
    }, idleMs);
  }

  function stop() {
    if (task) {
      task.abort();
    }
  }

  // The text of a chunk; data of a kind that nobody knows ends the stream. 不认识的数据类型会结束这次请求。
  function decode(data) {
    try {
      return decoder.decode(data);
    } catch (error) {
      end('fail', error.message);
      stop();
      return '';
    }
  }

  function onText(text) {
    if ((events === 0 || statusCode === undefined) && body.length < BODY_LIMIT) {
      body = (body + text).slice(0, BODY_LIMIT); // DevTools tells an error only at the end / 开发者工具到最后才知道状态码
    }
    if (!isRefused()) {
      reader = reader || createReader(contentType, onEvent);
      reader.push(text);
    }
  }

  function onChunk(result) {
    if (ended) {
      return;
    }
    chunks += 1;
    watch();
    onText(decode(result.data));
  }

  function onSuccess(result) {
    if (ended) {
      return;
    }
    statusCode = result.statusCode;
    keepType(result.header);
    if (chunks === 0 && result.data) {
      onText(decode(result.data));
    }
    onText(decoder.end());
    if (reader) {
      reader.end();
    }
    if (ended) {
      return; // a handler called abort() / 回调里调用了 abort()
    }
    if (isRefused()) {
      end('http', `HTTP ${statusCode}`);
    } else if (events === 0) {
      end('no-events', 'the answer holds no server-sent event');
    } else {
      end('complete');
    }
  }

  task = uni.request({
    url: options.url,
    method: options.method || 'POST',
    data: options.data,
    header: Object.assign({ Accept: 'text/event-stream', 'Content-Type': 'application/json' }, options.header),
    enableChunked: true,
    responseType: 'arraybuffer', // success.data as bytes, not as text decoded by the platform / 要字节，不要平台解码的文本
    timeout: options.timeout || 60000,
    success: onSuccess,
    fail: (error) => end('fail', error.errMsg),
  });
  // At once: a chunk that comes before its listener is lost. 必须马上注册，否则先到的数据块会丢。
  if (!ended && task) {
    watch();
    if (task.onHeadersReceived) {
      task.onHeadersReceived((head) => {
        if (!ended) {
          statusCode = head.statusCode;
          keepType(head.header);
          watch();
          if (options.onOpen) {
            options.onOpen({ statusCode, header: head.header });
          }
        }
      });
    }
    if (task.onChunkReceived) { // missing: base library below 2.20.2, or a wrapper; then success.data is used / 旧基础库没有
      task.onChunkReceived(onChunk);
    }
  }

  return {
    abort() {
      if (!ended) {
        end('abort');
        stop();
      }
    },
  };
}

export { openStream };
