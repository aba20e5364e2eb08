// Questions and answers as frames: a length of 4 bytes, big endian, then JSON.

import fs from 'node:fs';

// Writes to standard output itself, whatever a client made of `process.stdout`.
export function writeFrame(value) {
  const data = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + data.length);
  frame.writeUInt32BE(data.length);
  data.copy(frame, 4);
  for (let sent = 0; sent < frame.length;) {
    try {
      sent += fs.writeSync(1, frame, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
}

// The frames of standard input, until it ends.
export async function* frames() {
  let held = Buffer.alloc(0);
  for await (const data of process.stdin) {
    held = held.length ? Buffer.concat([held, data]) : data;
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
      const end = 4 + held.readUInt32BE();
      yield JSON.parse(held.toString('utf8', 4, end));
      held = held.subarray(end);
    }
  }
}
