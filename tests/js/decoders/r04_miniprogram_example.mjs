// r04: the decoder of examples/miniprogram. Right.
import { createRequire } from 'node:module';
import { pieceOf } from './lib.mjs';

const require = createRequire(import.meta.url);
const { createSseParser } = require('../../../examples/miniprogram/stream/sse.js');
const { createUtf8Decoder } = require('../../../examples/miniprogram/stream/utf8.js');

export const about = { kind: 'right', bug: '' };

export function create(onText) {
  const decoder = createUtf8Decoder();
  const parser = createSseParser(({ data }) => onText(pieceOf(data)));
  return {
    push: (bytes) => parser.push(decoder.decode(bytes)),
    end: () => parser.push(decoder.end()),
  };
}
