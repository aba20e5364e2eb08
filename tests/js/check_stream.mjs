// Plays what a platform may do to an example's stream module, call by call and without a network, and
// prints as JSON what the module's user saw: { case: { calls: [...], aborted, off } }.
//
//   node --experimental-vm-modules check_stream.mjs miniprogram|uniapp

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRealm, importInto, requireInto } from '../../chunktape/js/sandbox.mjs';

const EXAMPLES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples');
const [which = 'miniprogram'] = process.argv.slice(2);
const bytes = (string) => new TextEncoder().encode(string).buffer;
const pause = (ms) => new Promise((resolve) => {
  setTimeout(resolve, ms);
});

// A platform that does nothing by itself: the case calls its callbacks.
function createScript({ hasChunks = true, hasOff = true, failAtOnce = '' } = {}) {
  const script = { options: null, head: null, chunk: null, aborted: 0, off: 0, registered: false };
  script.api = {
    request(options) {
      script.options = options;
      if (failAtOnce) {
        options.fail({ errMsg: failAtOnce });
      }
      return {
        abort: () => {
          script.aborted += 1;
        },
        onHeadersReceived: (listener) => {
          script.head = listener;
        },
        ...(hasChunks && {
          onChunkReceived: (listener) => {
            script.chunk = listener;
          },
        }),
        ...(hasOff && {
          offChunkReceived: (listener) => {
            script.off += listener === script.chunk ? 1 : 0;
          },
        }),
      };
    },
  };
  return script;
}

async function play(act, { idleMs, onEvent = () => {}, ...kind } = {}) {
  const script = createScript(kind);
  const realm = createRealm({ wx: script.api, uni: script.api });
  const { openStream } = which === 'miniprogram'
    ? requireInto(realm, path.join(EXAMPLES, 'miniprogram/stream/stream.js'))
    : await importInto(realm, path.join(EXAMPLES, 'uniapp/src/stream/stream.js'));
  const calls = [];
  const stream = openStream({
    url: 'http://127.0.0.1/',
    data: {},
    idleMs,
    onOpen: ({ statusCode }) => calls.push(`open ${statusCode}`),
    onEvent: ({ data }) => {
      calls.push(`event ${data}`);
      onEvent(stream);
    },
    onEnd: ({ reason, message, body }) => calls.push(['end', reason, message, body].filter(Boolean).join(' ')),
  });
  script.registered = script.chunk !== null; // in the same turn as request()
  await act(script, stream);
  return { calls, aborted: script.aborted, off: script.off, registered: script.registered };
}

const CASES = {
  'a whole answer': () => play(({ head, chunk, options }) => {
    head({ statusCode: 200, header: {} });
    chunk({ data: bytes('data: a\n\nda') });
    chunk({ data: bytes('ta: b\n\n') });
    options.success({ statusCode: 200, data: '' });
  }),
  'success repeats the body': () => play(({ chunk, options }) => {
    chunk({ data: bytes('data: a\n\n') });
    options.success({ statusCode: 200, data: bytes('data: a\n\n') });
  }),
  'the body only in success': () => play(({ options }) => {
    options.success({ statusCode: 200, data: bytes('data: a\n\n') });
  }, { hasChunks: false, hasOff: false }),
  'the body only in success, as text': () => play(({ options }) => {
    options.success({ statusCode: 200, data: 'data: a\n\n' });
  }),
  'a body that is no bytes': () => play(({ options }) => {
    options.success({ statusCode: 200, data: { parsed: true } });
  }),
  'chunks after abort': () => play(({ chunk, options }, stream) => {
    chunk({ data: bytes('data: a\n\n') });
    stream.abort();
    chunk({ data: bytes('data: late\n\n') });
    options.fail({ errMsg: 'request:fail abort' });
    stream.abort();
  }),
  'abort inside a chunk': () => play(({ chunk }) => {
    chunk({ data: bytes('data: a\n\ndata: b\n\ndata: c\n\n') });
  }, { onEvent: (stream) => stream.abort() }),
  'abort, and no fail follows': () => play((script, stream) => stream.abort()),
  'an error status': () => play(({ head, chunk, options }) => {
    head({ statusCode: 402, header: {} });
    chunk({ data: bytes('{"error":') });
    chunk({ data: bytes('"余额不足"}') });
    options.success({ statusCode: 402, data: '' });
  }),
  'an error status that the head lacks': () => play(({ head, chunk, options }) => {
    head({ header: {} });
    chunk({ data: bytes('{"error":1}') });
    options.success({ statusCode: 429, data: '' });
  }),
  'an error status without a body': () => play(({ head, options }) => {
    head({ statusCode: 402, header: {} });
    options.success({ statusCode: 402, data: '' });
  }),
  'an answer that is no stream': () => play(({ chunk, options }) => {
    chunk({ data: bytes('{"ok":true}') });
    options.success({ statusCode: 200, data: '' });
  }),
  'a refused address, at once': () => play(() => {}, { failAtOnce: 'request:fail url not in domain list' }),
  'a break in the middle': () => play(({ chunk, options }) => {
    chunk({ data: bytes('data: a\n\n') });
    options.fail({ errMsg: 'request:fail interrupted' });
    options.success({ statusCode: 200, data: '' });
  }),
  silence: () => play(async ({ chunk }) => {
    chunk({ data: bytes('data: a\n\n') });
    await pause(200);
  }, { idleMs: 40 }),
  'no offChunkReceived': () => play(({ chunk, options }) => {
    chunk({ data: bytes('data: a\n\n') });
    options.success({ statusCode: 200, data: '' });
  }, { hasOff: false }),
};

const results = {};
for (const [name, run] of Object.entries(CASES)) {
  results[name] = await run();
}
process.stdout.write(`${JSON.stringify(results)}\n`);
