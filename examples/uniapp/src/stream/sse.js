// Text in, events out, cut anywhere: server-sent events as the HTML Standard reads them (9.2.6).
// A line ends with LF, CRLF or CR; a blank line ends an event; several data lines are joined with LF;
// one space after the colon is dropped; a line that begins with a colon is a comment.
// An event without its blank line at the end of the stream is dropped, as the standard says.
// 输入文本，输出事件，怎么切都可以，规则与 HTML 标准（9.2.6）相同：行以 LF、CRLF 或 CR 结束；空行结束一个事件；
// 多行 data 用换行连接；冒号后的一个空格去掉；冒号开头的行是注释。流结束时没有空行的事件要丢弃。

const LF = 10;
const CR = 13;

// onEvent({ event, data, id }): event is 'message' where the stream names none. 流里没写 event 时为 'message'。
function createSseParser(onEvent) {
  let line = '';
  let afterCr = false; // the line ended with CR: an LF that follows belongs to it / CR 之后的 LF 属于同一个换行
  let event = '';
  let data = null;
  let id = '';

  function field(name, value) {
    if (name === 'data') {
      data = data === null ? value : `${data}\n${value}`;
    } else if (name === 'event') {
      event = value;
    } else if (name === 'id' && value.indexOf('\0') < 0) {
      id = value;
    }
  }

  function dispatch() {
    const found = data === null ? null : { event: event || 'message', data, id };
    event = '';
    data = null;
    if (found) {
      onEvent(found);
    }
  }

  function endLine(text) {
    if (text === '') {
      dispatch();
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) {
      return; // a comment: servers send them to keep a connection open / 注释，服务器用来保持连接
    }
    if (colon < 0) {
      field(text, '');
      return;
    }
    const start = text.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1;
    field(text.slice(0, colon), text.slice(start));
  }

  return {
    push(text) {
      let start = 0;
      for (let i = 0; i < text.length; i += 1) {
        const unit = text.charCodeAt(i);
        const isSecondHalf = afterCr && unit === LF;
        afterCr = false;
        if (isSecondHalf) {
          start = i + 1;
        } else if (unit === CR || unit === LF) {
          const whole = line + text.slice(start, i);
          line = '';
          start = i + 1;
          afterCr = unit === CR;
          endLine(whole);
        }
      }
      line += text.slice(start);
    },
  };
}

export { createSseParser };
