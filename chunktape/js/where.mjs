// The place in a client's own files where something happened, as `file:line`; empty where no stack shows it.
//
// Rules:
// - A stack is untrusted text, which the client can write: it is only read.
// - Frames of Node, of packages and of this folder are not the client's. Those of a bundle are looked up in its map.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMapped, originalOf } from './loading/maps.mjs';

const OURS = path.dirname(fileURLToPath(import.meta.url)) + path.sep;
const FRAME = /^ +at (?:.*? \()?(?:async )?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;
const UNREAD = /^((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+)$/; // of a file with an error of syntax
const LINES = 60; // of a stack that are read
const LONGEST = 1000; // characters of one

function ownFrame(text) {
  const [, named, line, column] = FRAME.exec(text.slice(0, LONGEST)) ?? UNREAD.exec(text.slice(0, LONGEST)) ?? [];
  if (named === undefined) {
    return '';
  }
  const name = named.startsWith('file:') ? fileURLToPath(named) : named;
  const [file, number] = (isMapped(name) ? originalOf(name, Number(line), Number(column ?? 1)) : [name, line]) ?? [];
  return file === undefined || file.startsWith(OURS) || /[\\/]node_modules[\\/]/.test(file) ? '' : `${file}:${number}`;
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
