// Runs an example's decoder over every cut that the tests ask for and compares it with Node's own
// TextDecoder. Prints JSON: { checked, failures: [first few] }.
//
//   node --experimental-vm-modules check_decoder.mjs miniprogram|uniapp [random splits per body]

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cutAt, lcg, randomCuts } from './cuts.mjs';
import { createRealm, importInto, requireInto } from '../../chunktape/js/sandbox.mjs';

const EXAMPLES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples');
const [which = 'miniprogram', randomCount = '300'] = process.argv.slice(2);
const realm = createRealm();
const load = which === 'miniprogram'
  ? (name) => requireInto(realm, path.join(EXAMPLES, 'miniprogram/stream', name))
  : (name) => importInto(realm, path.join(EXAMPLES, 'uniapp/src/stream', name));
const { createUtf8Decoder } = await load('utf8.js');
const { createSseParser } = await load('sse.js');

const text = (string) => new TextEncoder().encode(string);
const bytes = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));

const TEXTS = {
  mixed: text('aé你好，世界 👍🏽👨‍👩‍👧 é €\u0000 \u2028\u0085 end'),
  bom: bytes([0xef, 0xbb, 0xbf], text('你好')),
  'two-boms': bytes([0xef, 0xbb, 0xbf], [0xef, 0xbb, 0xbf], text('x\ufeffy')),
  'bom-begun': bytes([0xef, 0xbb], text('x')),
  empty: bytes(),
  truncated: bytes(text('ab'), [0xf0, 0x9f, 0x91]),
  // Every way of being wrong: lone continuation, overlong, surrogate, above U+10FFFF, lead after lead,
  // lead before ASCII, bytes that never occur.
  invalid: bytes(
    [0x80, 0xbf, 0xc0, 0xaf, 0xc1, 0x81, 0xe0, 0x80, 0x80, 0xe0, 0x9f, 0xbf, 0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf],
    [0xf0, 0x80, 0x80, 0x80, 0xf0, 0x8f, 0xbf, 0xbf, 0xf4, 0x90, 0x80, 0x80, 0xf5, 0xff, 0xfe, 0xe4, 0xe4, 0xbd],
    text('A'), [0xe4, 0xbd], text('B'), [0xf0, 0x9f, 0x98], text('C'), [0xc3], text('你'), [0xf0, 0x9f],
  ),
};

const STREAMS = {
  lf: 'data: {"t":"你好"}\n\ndata: 👍\n\n',
  crlf: 'event: a\r\ndata: 1\r\ndata: 2\r\nid: 7\r\n\r\n: ping\r\n\r\ndata:x\r\n\r\n',
  cr: 'data: 1\rdata: 2\r\rdata: 3\r\r',
  mixed: 'data: 1\r\n\ndata: 2\n\r\ndata: 3\r\r\ndata: 4\n\n',
  bom: '\ufeffdata: 你\n\n',
  comments: ': hello\n\n:\ndata: a\n:inside\ndata: b\n\n: 好\n\n',
  spaces: 'data:no space\n\ndata:  two\n\ndata: a: b\n\n data: not a field\n\n',
  fields: 'data\n\ndata:\n\nid\ndata: x\n\nid: 1\n\ndata: y\n\nevent: e\n\ndata: z\n\nretry: 5\nnothing: 1\ndata: w\n\n',
  unfinished: 'data: whole\n\ndata: dropped\n',
  bad: bytes(text('data: '), [0xe4, 0xbd], text('\n\ndata: '), [0xff], text('你\n\n')),
};

// What the HTML Standard says of each, written out by hand.
const EVENTS = {
  lf: ['message|{"t":"你好"}|', 'message|👍|'],
  crlf: ['a|1\n2|7', 'message|x|7'],
  cr: ['message|1\n2|', 'message|3|'],
  mixed: ['message|1|', 'message|2|', 'message|3|', 'message|4|'],
  bom: ['message|你|'],
  comments: ['message|a\nb|'],
  spaces: ['message|no space|', 'message| two|', 'message|a: b|'],
  fields: ['message||', 'message||', 'message|x|', 'message|y|1', 'message|z|1', 'message|w|1'],
  unfinished: ['message|whole|'],
  bad: ['message|\ufffd|', 'message|\ufffd你|'],
};

const failures = [];
const checked = { decoder: 0, oracle: 0, events: 0 };

function expectEqual(found, expected, what) {
  if (found !== expected && failures.length < 10) {
    failures.push({ what, expected, found });
  }
}

function decodeAll(pieces) {
  const decoder = createUtf8Decoder();
  return pieces.map((piece) => decoder.decode(piece)).join('') + decoder.end();
}

function* cutsOf(length, seed) {
  yield [];
  yield Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1); // byte by byte
  for (let a = 1; a < length; a += 1) {
    yield [a];
    for (let b = a + 1; b < Math.min(length, a + 6); b += 1) {
      yield [a, b];
    }
  }
  const next = lcg(seed);
  for (let i = 0; i < Number(randomCount); i += 1) {
    yield randomCuts(length, next);
  }
}

for (const [name, body] of Object.entries(TEXTS)) {
  const whole = new TextDecoder().decode(body);
  for (const cuts of cutsOf(body.length, 1)) {
    const pieces = cutAt(body, cuts);
    expectEqual(decodeAll(pieces), whole, `${name} cut at ${cuts}`);
    checked.decoder += 1;
    // Piece for piece the same as TextDecoder, so that nothing is shown later than need be.
    const oracle = new TextDecoder();
    const decoder = createUtf8Decoder();
    for (const piece of pieces) {
      expectEqual(decoder.decode(piece), oracle.decode(piece, { stream: true }), `${name} piece by piece, cut at ${cuts}`);
    }
    checked.oracle += 1;
  }
}

// Random bytes, rich in leads and continuations.
const next = lcg(7);
for (let round = 0; round < Number(randomCount) * 10; round += 1) {
  const body = new Uint8Array(Array.from({ length: 1 + next(24) }, () => (
    [next(128), 128 + next(64), 192 + next(64), [0xe0, 0xed, 0xf0, 0xf4, 0xef, 0xbb, 0xbf][next(7)]][next(4)])));
  const pieces = cutAt(body, randomCuts(body.length, next));
  expectEqual(decodeAll(pieces), new TextDecoder().decode(body), `random bytes ${Buffer.from(body).toString('hex')}`);
  checked.decoder += 1;
}

for (const [name, stream] of Object.entries(STREAMS)) {
  const body = typeof stream === 'string' ? text(stream) : stream;
  const expected = JSON.stringify(EVENTS[name]);
  for (const cuts of cutsOf(body.length, 2)) {
    const found = [];
    const parser = createSseParser(({ event, data, id }) => found.push(`${event}|${data}|${id}`));
    const decoder = createUtf8Decoder();
    for (const piece of cutAt(body, cuts)) {
      parser.push(decoder.decode(piece));
    }
    parser.push(decoder.end());
    expectEqual(JSON.stringify(found), expected, `${name} cut at ${cuts}`);
    checked.events += 1;
  }
}

// What platforms hand over, a chunk of 1 MiB, and things that are no bytes.
const kinds = {};
const hello = text('你好');
const inner = bytes([1, 2], hello, [3]);
for (const [name, data] of Object.entries({
  'array buffer of another realm': inner.buffer.slice(2, 8),
  'array buffer of its own realm': (() => {
    const own = new realm.Uint8Array(hello.length);
    own.set(hello);
    return own.buffer;
  })(),
  'view with an offset': inner.subarray(2, 8),
  'node buffer': Buffer.from(inner.subarray(2, 8)),
  'data view': new DataView(inner.buffer, 2, 6),
  string: '你好',
  'marked string': '\ufeff你好',
})) {
  kinds[name] = createUtf8Decoder().decode(data) === '你好';
}
const big = text('你好👍a'.repeat(95326)); // 1 MiB
kinds['1 MiB at once'] = big.length > 1 << 20 && createUtf8Decoder().decode(big) === '你好👍a'.repeat(95326);
const refused = {};
for (const data of [null, undefined, 5, {}]) {
  try {
    createUtf8Decoder().decode(data);
    refused[String(data)] = '';
  } catch (error) {
    refused[String(data)] = error.message;
  }
}

process.stdout.write(`${JSON.stringify({ checked, failures, kinds, refused })}\n`);
