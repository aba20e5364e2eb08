// The purpose of a function's parameters, from their use in its text and from their names; and a value for each.
//
// Rules:
// - A parameter that the function calls, or one with the name of a callback, is a callback and gets an ear.
// - A parameter with callbacks on it (`options.onMessage`) is an object with the properties that the function reads,
//   and an ear for each callback.
// - One whose body, reader or pieces the function reads gives these.
// - Others are a URL, a request's body, a list of messages, an event of the page, or a text, by their names.

import { ear } from './callbacks.mjs';
import { streamOf } from './streams.mjs';

export const URL_OF_TAPE = 'http://127.0.0.1/v1/chat/completions';
const MESSAGES = [{ role: 'user', content: 'hello' }];
const BODY = { model: 'test', stream: true, messages: MESSAGES };
const OPTIONS = {
  url: URL_OF_TAPE, baseURL: 'http://127.0.0.1', baseUrl: 'http://127.0.0.1', path: '/v1/chat/completions', endpoint: URL_OF_TAPE, api: URL_OF_TAPE,
  method: 'POST', data: BODY, body: BODY, params: BODY, payload: BODY, header: {}, headers: {}, model: 'test', token: 'test', apiKey: 'test',
  prompt: 'hello', message: 'hello', question: 'hello', query: 'hello', text: 'hello', content: 'hello', input: 'hello',
  messages: MESSAGES, history: MESSAGES, signal: undefined, id: 1, enableChunked: true, stream: true,
};

const IS_CALLBACK = /^on[A-Z]|callback|^cbs?$|handler|listener|^(?:fn|func|sink|next|done|hooks|events)$|success|fail|complete|error|resolve|reject|^(?:emit|push|set|update|append|render|print|write|dispatch|notify|handle)[A-Z]/i;
const IS_OPTIONS = /^(?:options?|opts?|config|conf|settings|args?|init|cfg)$|Options$|Config$/i;
const IS_REQUEST = /^req(?:uest)?$/; // alone it has its URL in it
const NAMES = [
  ['signal', /^(?:abort)?signal$/i],
  ['event', /^(?:e|ev|evt|event)$/],
  ['url', /url|path|api$|endpoint|host/i],
  ['messages', /messages|history|list$/i],
  ['body', /^(?:data|body|params?|payload|request|req|dto|form)$|(?:Data|Body|Params|Payload)$/],
  ['text', /text|prompt|question|content|msg|message|input|query|token|key|model|method|name|type|value|str/i],
  ['id', /id$|index|idx/i],
];

// The function behind one that is bound to its object, for its text.
export const SOURCE = Symbol.for('chunktape.source');
export const textOf = (run) => Function.prototype.toString.call(run[SOURCE] ?? run);

const MANY = 1000; // texts
const learned = new Map(); // length of texts -> [{ text, about }]; `about`: subject -> what was read
let count = 0; // texts in it

// What is known of a text. A function's text is a new string each time: its hash costs more than to compare it with the few
// of its length.
function knownOf(text) {
  const same = learned.get(text.length) ?? [];
  let found = same.find((one) => one.text === text);
  if (found === undefined) {
    if (count === MANY) {
      learned.clear();
      count = 0;
    }
    found = { text, about: new Map() };
    learned.set(text.length, [...same, found]);
    count += 1;
  }
  return found.about;
}

// What `read` finds in the text of `run`, kept by `subject`: the functions of the next run have the same texts.
export function readOnce(run, subject, read) {
  const text = textOf(run);
  const about = knownOf(text);
  if (!about.has(subject)) {
    about.set(subject, read(text));
  }
  return about.get(subject);
}

// The names in a list of parameters: a pattern in braces is `{}`, a default is left out.
function names(list) {
  const found = [];
  let depth = 0;
  let name = '';
  let isDefault = false;
  for (const letter of `${list},`) {
    if (letter === ',' && depth === 0) {
      found.push(name.trim().startsWith('{') ? '{}' : name.trim().replace(/^\.\.\./, ''));
      [name, isDefault] = ['', false];
      continue;
    }
    depth += '([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0;
    isDefault = isDefault || (letter === '=' && depth === 0);
    name += isDefault ? '' : letter;
  }
  return found.filter(Boolean);
}

// The text between the bracket at `start` and its partner.
function within(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    depth += '([{'.includes(text[at]) ? 1 : ')]}'.includes(text[at]) ? -1 : 0;
    if (depth === 0) {
      return text.slice(start + 1, at);
    }
  }
  return '';
}

function parametersIn(whole) {
  const text = whole.replace(/\/\*[^]*?\*\//g, '');
  if (/^class\b/.test(text)) {
    const at = /(?:^|[^.\w$])constructor\s*\(/.exec(text);
    return at === null ? [] : names(within(text, at.index + at[0].length - 1));
  }
  const single = /^(?:async\s+)?([\w$]+)\s*=>/.exec(text);
  return single ? [single[1]] : names(within(text, text.indexOf('(')));
}

// The names of a function's parameters, or of a class's constructor; a destructured one is `{}`.
export const parametersOf = (run) => readOnce(run, 'parameters', parametersIn);

// What gives a function the pieces: a response whose body it reads, the stream, or its reader.
function sourceIn(text, word) {
  if (new RegExp(`\\b${word}\\??\\.body\\s*(?:\\?|!)?\\.(?:getReader|pipeThrough|pipeTo)\\b|\\bof\\s+${word}\\??\\.body\\b`).test(text)) {
    return 'response';
  }
  return new RegExp(`\\b${word}\\??\\.getReader\\s*\\(`).test(text) ? 'stream' : new RegExp(`\\bawait\\s+${word}\\.read\\s*\\(`).test(text) ? 'reader' : '';
}

function roleIn(text, name) {
  const word = name.replace(/\$/g, '\\$');
  const source = name === '{}' ? '' : sourceIn(text, word);
  if (source !== '') {
    return source;
  }
  if (name === '{}' || IS_OPTIONS.test(name) || (IS_REQUEST.test(name) && parametersIn(text).length === 1)) {
    return 'options';
  }
  const isCalled = new RegExp(`(?:^|[^\\w$])${word}\\s*(?:\\?\\.\\s*)?\\(`).test(text.slice(text.indexOf('(') + 1));
  if (new RegExp(`(?:^|[^\\w$])${word}\\??\\.(?:on[A-Z]|success\\b|fail\\b|callback\\b)`).test(text)) {
    return isCalled ? 'both' : 'options';
  }
  if (isCalled || IS_CALLBACK.test(name)) {
    return 'callback';
  }
  const hasDefault = new RegExp(`\\b${word}\\s*(?:\\?\\?|\\|\\|)\\s*['"\`\\d]`).test(text);
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? (hasDefault ? 'unset' : 'both');
}

// The purpose of the parameter `name` of `run`: callback, both, options, event, url, messages, body, text, id, signal, unset
// (it has a default), or a source of the pieces: response, stream, reader. `both`: an object with callbacks that may be
// called itself.
export const roleOf = (name, run) => readOnce(run, `role ${name}`, (text) => roleIn(text, name));

// The names of callbacks in a text: `onMessage`, but nothing of the platform's task.
export function callbacksIn(text) {
  const found = text.match(/\bon[A-Z]\w*\b/g) ?? [];
  return [...new Set(found)].filter((name) => !/^on(?:ChunkReceived|HeadersReceived|Load|Show|Hide|Unload|Ready|Mounted|Unmounted|BeforeUnmount|Launch|ScopeDispose)$/.test(name)).slice(0, 40);
}

// What a page's handler is called with.
export function pageEvent() {
  const value = { value: 'hello', text: 'hello', content: 'hello', message: 'hello' };
  return { type: 'tap', detail: value, currentTarget: { dataset: { ...value, id: 1, index: 0 } }, target: { dataset: { ...value, id: 1, index: 0 }, value: 'hello' }, preventDefault() {}, stopPropagation() {}, key: 'Enter' };
}

// The names of options that a text asks to be lists; that it reads as an object of callbacks; as an AbortController.
const listsIn = (text) => [...text.matchAll(/\bArray\.isArray\(\s*(?:[\w$]+\??\.)?([\w$]+)\s*\)/g)].map(([, name]) => name).filter((name) => !(name in OPTIONS));
const holdersIn = (text) => ['callbacks', 'handlers', 'hooks', 'listeners'].filter((name) => (
  new RegExp(`[{,]\\s*${name}\\s*[,}][^]*?(?:\\b${name}\\??\\.on[A-Z]|\\}\\s*=\\s*${name}\\b)|\\.${name}\\??\\.on[A-Z]`).test(text)));
const controllersIn = (text) => ['controller', 'abortController'].filter((name) => new RegExp(`\\.${name}\\??\\.(?:signal|abort)\\b`).test(text));
export const shapesOf = (run) => readOnce(run, 'shapes', (text) => ({ lists: listsIn(text), holders: holdersIn(text), controllers: controllersIn(text) }));

function optionsFor(run, world) {
  const { lists, holders, controllers } = shapesOf(run);
  if (lists.length + holders.length + controllers.length === 0) {
    return OPTIONS;
  }
  const more = [
    ...lists.map((name) => [name, ['1']]),
    ...holders.map((name) => [name, ear(world, '', {}, world.callbacks, {})]),
    ...controllers.map((name) => [name, new AbortController()]),
  ];
  return { ...OPTIONS, ...Object.fromEntries(more) };
}

function valueFor(role, name, world, run) {
  switch (role) {
    case 'callback': return ear(world, name, {}, []);
    case 'options': return ear(world, '', optionsFor(run, world), world.callbacks, {});
    case 'event': return pageEvent();
    case 'url': return URL_OF_TAPE;
    case 'messages': return MESSAGES;
    case 'body': return { ...BODY };
    case 'text': return 'hello';
    case 'signal': return world.signal;
    case 'unset': return undefined;
    case 'response': return new Response(streamOf(world.chunks()));
    case 'stream': return streamOf(world.chunks());
    case 'reader': return streamOf(world.chunks()).getReader();
    case 'id': return 1;
    default: return ear(world, '', optionsFor(run, world), world.callbacks);
  }
}

// A value for each parameter of `run`; one ear for a function that names none.
export function valuesFor(run, world) {
  const found = parametersOf(run);
  return found.length === 0 ? [ear(world, '', OPTIONS, [])] : found.map((name) => valueFor(roleOf(name, run), name, world, run));
}
