// What the decoders of the set share, all of it right, so that each file holds one bug and no other.

import { textOf } from '../pick.mjs';

// The piece of the answer in one event's data; throws where data is no JSON.
export function pieceOf(data) {
  return data === '[DONE]' ? '' : textOf(JSON.parse(data));
}

// Lines out of text cut anywhere; LF, CRLF or CR, as server-sent events have them.
export function createLines(onLine) {
  let carry = '';
  let afterCr = false;
  return {
    push(text) {
      let start = afterCr && text.startsWith('\n') ? 1 : 0;
      afterCr = afterCr && text === '';
      const ends = /\r\n?|\n/g;
      ends.lastIndex = start;
      for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
        const line = carry + text.slice(start, found.index);
        carry = '';
        start = ends.lastIndex;
        afterCr = found[0] === '\r' && start === text.length;
        onLine(line);
      }
      carry += text.slice(start);
    },
    rest: () => carry,
  };
}

// Events out of lines, as the HTML Standard reads them.
export function createEvents(onEvent) {
  let event = '';
  let data = null;
  return (line) => {
    if (line === '') {
      const found = data;
      const name = event || 'message';
      event = '';
      data = null;
      if (found !== null) {
        onEvent(found, name);
      }
      return;
    }
    const [, name, value] = /^([^:]*)(?:: ?)?([^]*)$/.exec(line);
    if (name === 'data') {
      data = data === null ? value : `${data}\n${value}`;
    } else if (name === 'event') {
      event = value;
    }
  };
}

// Text pieces in, answer out: the right way, for decoders whose bug lies in the bytes.
export function createTextReader(onText) {
  return createLines(createEvents((data) => onText(pieceOf(data))));
}

// The data of one event's text block, LF only: for decoders whose bug lies in how they cut blocks.
export function dataOf(block) {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}

// The answer's pieces in a whole text of blocks.
export function blocksText(text) {
  return text.split('\n\n').map(dataOf).filter((data) => data !== null).map(pieceOf).join('');
}

export function concat(a, b) {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

// How many bytes at the end of `bytes` belong to a character that is not whole.
export function unfinished(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
    if (byte < 0x80) {
      return 0;
    }
  }
  return 0;
}
