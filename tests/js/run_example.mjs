// Runs one of the clients against a server and prints as JSON what it showed.
//
//   node --experimental-vm-modules run_example.mjs --module miniprogram --base http://127.0.0.1:8799
//
// --module       miniprogram | page | uniapp | composable | article-a | article-b
// --profile      device | devtools | uni-h5 | old | swan (chunktape/js/wx.mjs says what they are)
// --base --path  the URL's two parts; --path may be given again: all at once, every round for each
// --config-path  the path in the page's config
// --or-path      a path that the composable asks where the first one is a 404
// --body         JSON of the request
// --abort-after  abort the first round's requests after this many chunks
// --together     requests at once             --again    rounds after the first, same module instance
// --answer-mode  append | replace, of the page and the composable
// --idle-ms      silence that ends a stream   --merge-ms the wait of article B before it merges
//
// Output: { module, profile, runs: [{ shown, ... }], requests: [{ url, headers, chunks, end }] }.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run as runArticleA } from './articles/a.mjs';
import { run as runArticleB } from './articles/b.mjs';
import { textOf } from './pick.mjs';
import { createRealm, importInto, requireInto } from '../../chunktape/js/sandbox.mjs';
import { createPlatform } from '../../chunktape/js/wx.mjs';

const EXAMPLES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples');
const { values: options } = parseArgs({
  options: {
    module: { type: 'string' },
    profile: { type: 'string', default: 'device' },
    base: { type: 'string' },
    path: { type: 'string', multiple: true, default: ['/v1/chat/completions'] },
    'config-path': { type: 'string' },
    'or-path': { type: 'string', multiple: true, default: [] },
    body: { type: 'string', default: '{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}' },
    'abort-after': { type: 'string', default: '0' },
    together: { type: 'string', default: '1' },
    again: { type: 'string', default: '0' },
    'answer-mode': { type: 'string', default: 'append' },
    'idle-ms': { type: 'string', default: '60000' },
    'merge-ms': { type: 'string', default: '3000' },
  },
});

const log = [];
const aborts = new Map(); // log entry -> { after, abort }
const realm = createRealm();
const isArticle = options.module.startsWith('article-');
const platform = createPlatform({
  profile: options.profile,
  realm: isArticle ? globalThis : realm,
  log,
  afterChunk(entry) {
    const wanted = aborts.get(entry);
    if (wanted && entry.chunks.length === wanted.after) {
      wanted.abort();
    }
  },
});
realm.provide({ wx: platform, uni: platform });

let url = options.base + options.path[0];
const data = JSON.parse(options.body);
const idleMs = Number(options['idle-ms']);

// The request that was just made belongs to the caller: request() logs it at once.
function abortAfter(after, abort) {
  if (after > 0) {
    aborts.set(log[log.length - 1], { after, abort });
  }
}

function runStream(openStream, after) {
  return new Promise((resolve) => {
    const result = { shown: '', events: [], opened: null, ends: 0, reason: '', statusCode: null, message: '', body: '' };
    const stream = openStream({
      url,
      data,
      idleMs,
      onOpen: ({ statusCode }) => {
        result.opened = { statusCode: statusCode ?? null };
      },
      onEvent: ({ event, data: payload, id }) => {
        result.events.push({ event, data: payload, id });
        if (event === 'text') {
          result.shown += payload;
        } else if (payload !== '[DONE]') {
          result.shown += textOf(JSON.parse(payload));
        }
      },
      onEnd: ({ reason, statusCode, message, body }) => {
        result.ends += 1;
        Object.assign(result, { reason, statusCode: statusCode ?? null, message, body });
        // Time for what must not come any more.
        setTimeout(() => resolve(result), 50);
      },
    });
    abortAfter(after, stream.abort);
  });
}

function runComposable({ useChatStream }, after) {
  return new Promise((resolve) => {
    const chat = useChatStream({
      answerMode: options['answer-mode'],
      onEnd: ({ reason, text }) => {
        setTimeout(() => resolve({
          shown: chat.shown.value, thought: chat.thought.value, text, reason, busy: chat.busy.value, problem: chat.problem.value,
        }), 50);
      },
    });
    const urls = [url, ...options['or-path'].map((one) => options.base + one)];
    chat.ask(urls.length > 1 ? { urls, data, idleMs } : { url, data, idleMs });
    abortAfter(after, chat.stop);
  });
}

// Page() of the chat page, driven as a person does: type, send, stop.
function createPage() {
  let definition = null;
  realm.provide({
    Page: (given) => {
      definition = given;
    },
  });
  const { config } = requireInto(realm, path.join(EXAMPLES, 'miniprogram/config.js'));
  config.answerMode = options['answer-mode'];
  config.path = options['config-path'] ?? config.path;
  platform.setStorageSync('scan', `${options.base}/@chunktape/hello`);
  requireInto(realm, path.join(EXAMPLES, 'miniprogram/pages/chat/chat.js'));
  const page = { ...definition, data: structuredClone(definition.data), updates: 0 };
  page.setData = (changes) => {
    page.updates += 1;
    for (const [key, value] of Object.entries(changes)) {
      const inMessage = /^messages\[(\d+)\]\.(\w+)$/.exec(key);
      if (inMessage) {
        page.data.messages[Number(inMessage[1])][inMessage[2]] = value;
      } else {
        page.data[key] = value;
      }
    }
  };
  page.onLoad();
  page.onScan();
  return page;
}

function runPage(page, after) {
  page.onDraft({ detail: { value: '你好' } });
  page.onSend();
  abortAfter(after, () => page.onStop());
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!page.data.busy) {
        clearInterval(timer);
        const { text, thought, blocks, note } = page.data.messages[page.data.messages.length - 1];
        resolve({ shown: text, thought, blocks, note, updates: page.updates, baseUrl: page.data.baseUrl, messages: page.data.messages.length });
      }
    }, 10);
  });
}

async function createRunner() {
  switch (options.module) {
    case 'miniprogram': {
      const { openStream } = requireInto(realm, path.join(EXAMPLES, 'miniprogram/stream/stream.js'));
      return (after) => runStream(openStream, after);
    }
    case 'uniapp': {
      const { openStream } = await importInto(realm, path.join(EXAMPLES, 'uniapp/src/stream/stream.js'));
      return (after) => runStream(openStream, after);
    }
    case 'composable': {
      const composable = await importInto(realm, path.join(EXAMPLES, 'uniapp/src/useChatStream.js'));
      return (after) => runComposable(composable, after);
    }
    case 'page': {
      const page = createPage();
      return (after) => runPage(page, after);
    }
    case 'article-a':
      return (after) => runArticleA({ uni: platform, url, data, pick: textOf, abortAfter: after });
    case 'article-b':
      return (after) => runArticleB({
        wx: platform, url, data, pick: textOf, abortAfter: after, mergeDelay: Number(options['merge-ms']),
      });
    default:
      throw new Error(`unknown module ${options.module}`);
  }
}

const runner = await createRunner();
// A runner asks for the url of the moment before it waits for anything.
async function roundsOf(one) {
  const found = [];
  for (let round = 0; round <= Number(options.again); round += 1) {
    url = options.base + one;
    const after = round === 0 ? Number(options['abort-after']) : 0;
    const started = Array.from({ length: Number(options.together) }, () => runner(after));
    found.push(...await Promise.all(started));
  }
  return found;
}

const runs = (await Promise.all(options.path.map(roundsOf))).flat();
process.stdout.write(`${JSON.stringify({ module: options.module, profile: options.profile, runs, requests: log })}\n`);
