// Where in a client's own files something happened, as `file:line`; empty where no stack says it.
//
// Rules:
// - A stack is text that the client can write as it likes: nothing is done with it but reading it.
// - Frames of Node, of packages and of this folder are not the client's.

import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OURS = path.dirname(fileURLToPath(import.meta.url)) + path.sep;
const FRAME = /^ +at (?:.*? \()?(?:async )?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/;
const LINES = 60; // of a stack that are read
const LONGEST = 1000; // characters of one

function ownFrame(line) {
  const [, file, number] = FRAME.exec(line.slice(0, LONGEST)) ?? [];
  if (file === undefined || /[\\/]node_modules[\\/]/.test(file)) {
    return '';
  }
  const plain = file.startsWith('file:') ? fileURLToPath(file) : file;
  return plain.startsWith(OURS) ? '' : `${plain}:${number}`;
}

// The first frame of `error` that is the client's.
export function whereOf(error) {
  try {
    const stack = error?.stack;
    return typeof stack === 'string' ? stack.split('\n', LINES).map(ownFrame).find(Boolean) ?? '' : '';
  } catch (odd) {
    return ''; // a stack that throws when it is asked for
  }
}
