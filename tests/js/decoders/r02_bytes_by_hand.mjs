// r02: lines are cut as bytes, where no character can be cut, and decoded whole. Right.
import { concat, createEvents, pieceOf } from './lib.mjs';

export const about = { kind: 'right', bug: '' };

export function create(onText) {
  const readLine = createEvents((data) => onText(pieceOf(data)));
  let carry = new Uint8Array(0);
  let afterCr = false;
  let isFirst = true;

  function endLine(bytes) {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: !isFirst });
    isFirst = false;
    readLine(decoder.decode(bytes));
  }

  return {
    push(bytes) {
      let start = 0;
      for (let i = 0; i < bytes.length; i += 1) {
        const isSecondHalf = afterCr && bytes[i] === 10;
        afterCr = false;
        if (isSecondHalf) {
          start = i + 1;
        } else if (bytes[i] === 10 || bytes[i] === 13) {
          afterCr = bytes[i] === 13;
          endLine(concat(carry, bytes.subarray(start, i)));
          carry = new Uint8Array(0);
          start = i + 1;
        }
      }
      carry = concat(carry, bytes.subarray(start));
    },
    end() {},
  };
}
