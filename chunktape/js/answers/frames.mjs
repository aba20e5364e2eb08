// Questions and answers as frames: a length of 4 bytes, big endian, then JSON.

import fs from 'node:fs';

const MOMENT = 10; // ms
let held = [];
let last = 0;

// Writes to standard output itself, whatever a client made of `process.stdout`.
export function flush() {
  const data = Buffer.concat(held);
  held = [];
  for (let sent = 0; sent < data.length;) {
    try {
      sent += fs.writeSync(1, data, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
  last = performance.now();
}

// Writes a frame, or holds it for a moment: writing wakes who reads, which costs as much as a short run.
export function writeFrame(value) {
  const data = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  held.push(head, data);
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
      yield JSON.parse(rest.toString('utf8', 4, end));
      rest = rest.subarray(end);
    }
  }
}
