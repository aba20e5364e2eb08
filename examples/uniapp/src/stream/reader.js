// What reads the text of an answer, by its Content-Type:
//   application/x-ndjson and alike   each line is an event { event: 'message', data }
//   text/plain                       each piece is an event { event: 'text', data }
//   anything else, or none           server-sent events
// 按 Content-Type 选择读取方式：NDJSON 一行一个事件；纯文本来多少就是一个 'text' 事件；其余按 SSE 读。

import { createSseParser } from './sse.js';

function createLineParser(onEvent) {
  let line = '';

  function endLine() {
    const data = line.trim();
    line = '';
    if (data) {
      onEvent({ event: 'message', data, id: '' });
    }
  }

  return {
    push(text) {
      const parts = text.split('\n');
      for (let i = 0; i < parts.length; i += 1) {
        if (i > 0) {
          endLine();
        }
        line += parts[i];
      }
    },
    end: endLine, // the last line may lack its line end / 最后一行可能没有换行
  };
}

function createTextParser(onEvent) {
  return {
    push(text) {
      if (text) {
        onEvent({ event: 'text', data: text, id: '' });
      }
    },
    end() {},
  };
}

// push(text) for each piece, end() behind the last one.
function createReader(contentType, onEvent) {
  const type = String(contentType || '').split(';')[0].trim().toLowerCase();
  if (/ndjson|jsonl|json-?lines|json-seq/.test(type)) {
    return createLineParser(onEvent);
  }
  if (type === 'text/plain') {
    return createTextParser(onEvent);
  }
  const parser = createSseParser(onEvent);
  return { push: parser.push, end() {} }; // an event without its blank line is dropped, as the standard says
}

export { createReader };
