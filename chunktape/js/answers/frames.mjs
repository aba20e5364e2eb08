// Questions and answers as frames: a length of 4 bytes, big endian, then JSON. Rules:
//
// - Answers go out through a descriptor of their own: what a client writes to standard output itself is dropped.
// - A client that changes `JSON`, or gives arrays a `toJSON` (as old libraries did), changes no answer.

import fs from 'node:fs';
import os from 'node:os';

const MOMENT = 10; // ms
const ROOM = 65536; // bytes
const SHORT = 4096; // characters of a text whose bytes are not counted
const { parse, stringify } = JSON;
const OF_VALUES = [Object, Array, String, Number, Boolean].map(({ prototype }) => prototype);
export const out = ownOutput();
let held = Buffer.alloc(ROOM); // frames that are not written yet
let size = 0; // bytes of them
let last = 0;

// The number of a descriptor that leads to standard output. Where the system can open it by a name, it is another one
// than 1, and descriptor 1 leads to the null device from then on.
function ownOutput() {
  try {
    const own = fs.openSync('/dev/fd/1', 'w');
    fs.closeSync(1);
    fs.openSync(os.devNull, 'w'); // the lowest number that is free: 1
    return own;
  } catch (error) {
    return 1;
  }
}

// A value as JSON, also where a client has changed `JSON`.
function written(value) {
  if (!OF_VALUES.some((of) => 'toJSON' in of)) {
    return stringify(value);
  }
  const own = OF_VALUES.filter((of) => Object.hasOwn(of, 'toJSON')).map((of) => [of, Object.getOwnPropertyDescriptor(of, 'toJSON')]);
  own.forEach(([of]) => Reflect.deleteProperty(of, 'toJSON'));
  try {
    return stringify(value);
  } finally {
    own.forEach(([of, descriptor]) => Reflect.defineProperty(of, 'toJSON', descriptor));
  }
}

export function flush() {
  for (let sent = 0; sent < size;) {
    try {
      sent += fs.writeSync(out, held, sent, size - sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
  size = 0;
  held = held.length > ROOM ? Buffer.alloc(ROOM) : held;
  last = performance.now();
}

// Writes a frame, or holds it for a moment: writing wakes the reader, which costs as much as a short run.
export function writeFrame(value) {
  const text = written(value);
  const most = size + 4 + (text.length > SHORT ? Buffer.byteLength(text) : 3 * text.length);
  if (most > held.length) {
    held = Buffer.concat([held.subarray(0, size)], Math.max(most, 2 * held.length));
  }
  const length = held.write(text, size + 4);
  held.writeUInt32BE(length, size);
  size += 4 + length;
  if (performance.now() - last > MOMENT) {
    flush();
  }
}

// The frames of standard input, until it ends.
export async function* frames() {
  let rest = Buffer.alloc(0);
  for await (const data of process.stdin) {
    rest = rest.length ? Buffer.concat([rest, data]) : data;
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      yield parse(rest.toString('utf8', 4, end));
      rest = rest.subarray(end);
    }
  }
}
