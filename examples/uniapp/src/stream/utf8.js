// Bytes in, text out, cut anywhere: a UTF-8 decoder that keeps the bytes of an unfinished character
// for the next chunk. Phones have no TextDecoder; this gives what TextDecoder gives with
// { stream: true }, invalid bytes (U+FFFD) and the byte order mark included (WHATWG Encoding, 8.1.1).
// 输入字节，输出文本，怎么切都可以：没收全的字符先把已有的字节留着，等下一块。真机上没有 TextDecoder，
// 这里的结果与 TextDecoder 加 { stream: true } 相同，包括非法字节（U+FFFD）和 BOM 的处理。

const REPLACEMENT = 0xfffd;
const BYTE_ORDER_MARK = 0xfeff;
// String.fromCharCode takes its characters as arguments, and engines limit their number. 参数个数有上限，所以分批。
const UNITS_PER_CALL = 8192;

// The bytes of what a platform hands over: ArrayBuffer on a phone, Uint8Array or the ArrayBuffer of
// another realm in DevTools, Uint8Array in H5. So no `instanceof`.
// 各平台给的类型不同：真机是 ArrayBuffer，开发者工具里可能来自另一个 realm，H5 是 Uint8Array，所以不能用 instanceof 判断。
function bytesOf(data) {
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') {
    return new Uint8Array(data);
  }
  throw new TypeError(`expected an ArrayBuffer, a view of one or a string, found ${typeof data}`);
}

function createUtf8Decoder() {
  let codePoint = 0; // the bits so far of an unfinished character
  let needed = 0; // how many bytes it still needs
  let lower = 0x80; // what its next byte may be
  let upper = 0xbf;
  let atStart = true;
  let text = '';
  let units = [];

  function emit(point) {
    if (atStart) {
      atStart = false;
      if (point === BYTE_ORDER_MARK) {
        return;
      }
    }
    if (point > 0xffff) {
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    } else {
      units.push(point);
    }
    if (units.length >= UNITS_PER_CALL) {
      flush();
    }
  }

  function flush() {
    text += String.fromCharCode.apply(null, units);
    units = [];
  }

  function take() {
    flush();
    const taken = text;
    text = '';
    return taken;
  }

  function begin(byte) {
    if (byte < 0x80) {
      emit(byte);
    } else if (byte >= 0xc2 && byte <= 0xdf) {
      needed = 1;
      codePoint = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      needed = 2;
      codePoint = byte & 0x0f;
      lower = byte === 0xe0 ? 0xa0 : 0x80; // no overlong forms
      upper = byte === 0xed ? 0x9f : 0xbf; // no surrogates
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      needed = 3;
      codePoint = byte & 0x07;
      lower = byte === 0xf0 ? 0x90 : 0x80;
      upper = byte === 0xf4 ? 0x8f : 0xbf; // nothing above U+10FFFF
    } else {
      emit(REPLACEMENT);
    }
  }

  function next(byte) {
    if (needed === 0) {
      begin(byte);
      return;
    }
    const fits = byte >= lower && byte <= upper;
    lower = 0x80;
    upper = 0xbf;
    if (!fits) {
      needed = 0;
      emit(REPLACEMENT);
      begin(byte); // the byte that did not fit begins something new / 对不上的字节算新字符的开头
      return;
    }
    codePoint = (codePoint << 6) | (byte & 0x3f);
    needed -= 1;
    if (needed === 0) {
      emit(codePoint);
    }
  }

  function end() {
    if (needed > 0) {
      needed = 0;
      lower = 0x80;
      upper = 0xbf;
      emit(REPLACEMENT);
    }
    return take();
  }

  return {
    // The text that is complete with this chunk. 到这一块为止已经完整的文本。
    decode(data) {
      if (typeof data === 'string') { // a platform that decodes itself / 平台自己已经解码
        const before = end();
        const isMarked = atStart && data.charCodeAt(0) === BYTE_ORDER_MARK;
        atStart = atStart && data === '';
        return before + (isMarked ? data.slice(1) : data);
      }
      const bytes = bytesOf(data);
      for (let i = 0; i < bytes.length; i += 1) {
        next(bytes[i]);
      }
      return take();
    },
    // After the last chunk: U+FFFD if a character was left unfinished. 最后一块之后调用：还有半个字符就给 U+FFFD。
    end,
  };
}

export { createUtf8Decoder, bytesOf };
