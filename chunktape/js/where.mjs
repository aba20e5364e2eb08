// The client's own places: of a script, and of a stack, as `file:line`; empty where no stack shows one.
//
// Rules:
// - A stack is untrusted text, which the client can write: it is only read.
// - Frames of Node, of packages and of this folder are not the client's. Those of a bundle are looked up in its map.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMapped, originalOf } from './loading/maps.mjs';

export const OURS = path.dirname(fileURLToPath(import.meta.url)) + path.sep;
const IN_PACKAGE = /[\\/]node_modules[\\/]/;
const FRAME = /^ +at (?:.*? \()?(?:async )?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;
const UNREAD = /^((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+)$/; // of a file with an error of syntax
const LINES = 60; // of a stack that are read
const LONGEST = 1000; // characters of one

// [file, line] of a place of a script, in the author's file; undefined where it is not the client's own.
export function ownPlace(name, line, column) {
  const found = isMapped(name) ? originalOf(name, line, column) : [name, line];
  return found === undefined || found[0].startsWith(OURS) || IN_PACKAGE.test(found[0]) ? undefined : found;
}

function ownFrame(text) {
  const [, named, line, column] = FRAME.exec(text.slice(0, LONGEST)) ?? UNREAD.exec(text.slice(0, LONGEST)) ?? [];
  if (named === undefined) {
    return '';
  }
  const name = named.startsWith('file:') ? fileURLToPath(named) : named;
  return ownPlace(name, Number(line), Number(column ?? 1))?.join(':') ?? '';
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
