// Text in, events out, cut anywhere: server-sent events as the HTML Standard reads them (9.2.6).
// A line ends with LF, CRLF or CR; a blank line ends an event; several data lines are joined with LF;
// one space after the colon is dropped; a line that begins with a colon is a comment.
// An event without its blank line at the end of the stream is dropped, as the standard says.

const LF = 10;
const CR = 13;

// onEvent({ event, data, id }): event is 'message' where the stream names none.
function createSseParser(onEvent) {
  let line = '';
  let afterCr = false; // the line ended with CR: an LF that follows belongs to it
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
      return; // a comment: servers send them to keep a connection open
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
