// Adapters: a module of a few lines that says how its client is driven (docs/check.md has the contract), and the text of
// one for an entry that was found.

import { callbacksIn, parametersOf, pageEvent, roleOf, shapesOf, textOf, URL_OF_TAPE } from './parameters.mjs';
import { hearResult, kindOf } from './callbacks.mjs';
import { endsOf, isClass, made, takesOf } from './find.mjs';
import { mounted, type } from './mount.mjs';
import { isStreamed, isWrapped } from './pieces.mjs';
import { streamOf } from './streams.mjs';
import { screenOf } from '../platform/react.mjs';
import { watchText } from './state.mjs';

const BODY = { model: 'test', stream: true, messages: [{ role: 'user', content: 'hello' }] };

// Runs an adapter; its arguments are everything that it needs.
export async function runAdapter(drive, world, realm) {
  const pages = realm.registered();
  const isVue = (options) => !pages.some((one) => one.options === options);
  const kind = (options) => (isVue(options) ? 'vue' : pages.find((one) => one.options === options).kind.toLowerCase());
  const { wx, uni, Taro, swan } = realm.platforms;
  await hearResult(drive({
    url: URL_OF_TAPE,
    data: BODY,
    messages: BODY.messages,
    event: pageEvent(),
    say: (value) => world.say('say', value),
    end: () => world.end(),
    fail: (error) => world.fail(error),
    feed: (take, as) => {
      world.asked();
      return Promise.resolve(world.feed((piece) => hearResult(take(piece), world), as));
    },
    pieces: (as) => world.chunks(as),
    stream: () => streamOf(world.chunks()),
    pages: pages.map(({ options }) => options),
    mount: (options) => (typeof options === 'function' ? screenOf(options) : mounted(kind(options), options, world, realm)),
    type: (object) => type(object, object.data ?? object, (key, value) => (object.setData ? object.setData({ [key]: value }) : (object[key] = value))),
    watch: (read) => watchText(world, 'watch', read),
    wx, uni, Taro, swan,
  }), world);
}

const step = (key) => (typeof key === 'number' ? (key < 0 ? `?.at(${key})` : `?.[${key}]`) : /^[A-Za-z_$][\w$]*$/.test(key) ? `?.${key}` : `?.[${JSON.stringify(key)}]`);

// The statement that says what stands at `path` of `name`: of each entry of a list (`[]`), of a list of lines as one text.
function said(name, path) {
  const at = path.indexOf('[]');
  if (at < 0) {
    const lines = path.at(-1) === '[lines]';
    return `say(${name}${(lines ? path.slice(0, -1) : path).map(step).join('')}${lines ? "?.join('\\n')" : ''})`;
  }
  return `${name}${path.slice(0, at).map(step).join('')}?.forEach((one) => ${said('one', path.slice(at + 1))})`;
}

// The text of the function for a callback's values: `say`, or one that picks the place of the answer.
function saying(path, number = 1) {
  if (path.length === 0 && number === 1) {
    return 'say';
  }
  const names = ['first', 'second', 'third', 'fourth', 'fifth'].slice(0, number);
  const value = number === 1 ? 'value' : names.at(-1);
  return `(${number === 1 ? 'value' : names.join(', ')}) => ${said(value, path)}`;
}

const GIVEN = {
  url: 'url', baseURL: "''", baseUrl: "''", method: "'POST'", data: 'data', body: 'data', params: 'data', payload: 'data', header: '{}', headers: '{}',
  prompt: "'hello'", message: "'hello'", question: "'hello'", query: "'hello'", text: "'hello'", content: "'hello'", input: "'hello'", messages: 'messages', history: 'messages',
  enableChunked: 'true', stream: 'true',
};

// The function for the callback that the answer came through.
const heard = ({ path, source }) => saying(path, Number(source.split(' argument ')[1] ?? 1));

function callback(name, found) {
  const [source] = found.source.split(' argument ');
  if (name === source) {
    return heard(found);
  }
  const kind = kindOf(name);
  return kind === 'say' ? (found.source === '' ? 'say' : '() => {}') : kind;
}

function object(keys, called, found) {
  const all = [...keys, ...called.map((key) => [key, callback(key, found)]).map(([key, value]) => (key === value ? key : `${key}: ${value}`))];
  return all.length === 0 ? '{}' : `{ ${all.join(', ')} }`;
}

function argument(name, run, found) {
  const role = roleOf(name, run);
  const text = textOf(run);
  if (role === 'callback' && /(?:callbacks|handlers|hooks|events|listeners|cbs)$/i.test(name)) {
    return object([], callbacksIn(text), found);
  }
  if (role === 'callback') {
    return found.source.startsWith('callback') ? heard(found) : callback(name, found);
  }
  if (role === 'both' && found.source.startsWith('callback')) {
    return heard(found);
  }
  if (role === 'options' || role === 'both') {
    const scope = name === '{}' ? text.slice(text.indexOf('{'), text.indexOf('}')) : text;
    const taken = [...text.matchAll(new RegExp(`\\{([^{}]*)\\}\\s*=\\s*(?:this\\.)?${name}\\b`, 'g'))].map(([, list]) => list).join();
    const has = (key) => (name === '{}' ? new RegExp(`\\b${key}\\b`).test(scope) : new RegExp(`\\b${name}\\??\\.${key}\\b`).test(text) || new RegExp(`\\b${key}\\b`).test(taken));
    const lists = shapesOf(run).lists.map((key) => `${key}: ['1']`);
    const keys = [...Object.keys(GIVEN).filter(has).map((key) => (GIVEN[key] === key ? key : `${key}: ${GIVEN[key]}`)), ...lists];
    const isMethod = (key) => new RegExp(`(?:^|\\n)\\s*(?:async\\s+)?${key}\\s*\\([^)]*\\)\\s*\\{`).test(text);
    const called = [...callbacksIn(text).filter((key) => has(key) || !isMethod(key)), ...['success', 'fail', 'complete', 'callback'].filter(has)];
    const holders = shapesOf(run).holders.map((key) => `${key}: ${object([], called, found)}`);
    return holders.length > 0 ? object([...keys, ...holders], [], found) : object(keys, called, found);
  }
  return { event: 'event', url: 'url', messages: 'messages', body: 'data', text: "'hello'", id: '1', response: 'new Response(stream())', stream: 'stream()', reader: 'stream().getReader()' }[role] ?? 'undefined';
}

const listOf = (run, found) => (/\[native code\]/.test(textOf(run)) ? "'hello'" : parametersOf(run).map((name) => argument(name, run, found)).join(', '));

function reached(entry, value, found) {
  const name = `module.${entry.name.replace(/\(\).*$/, '').split('.')[0]}`;
  if (entry.kind === 'object') {
    return name;
  }
  return `${isClass(value) ? 'new ' : ''}${name}(${parametersOf(value).length === 0 && found.source.startsWith('callback') ? heard(found) : listOf(value, found)})`;
}

// The lines that listen to an object which tells its answer by an event or through a callback that is given to it.
function listening(object, found) {
  const [source] = found.source.split(' argument ');
  const listen = ['on', 'addEventListener'].find((name) => typeof object?.[name] === 'function');
  if (listen && /^[a-z]/.test(source) && !['callback', 'return'].includes(source)) {
    return [`object.${listen}('${source}', ${saying(found.path)});`];
  }
  return object !== null && object !== undefined && source in object && /^on/.test(source)
    ? [typeof object[source] === 'function' && object[source].length === 1 ? `object.${source}(${saying(found.path)});` : `object.${source} = ${saying(found.path)};`] : [];
}

function lines(entry, value, found, world) {
  const fed = found.feed === 'bytes' ? '' : `, '${found.feed}'`;
  const shown = found.look.replace(/^client\./, 'object.');
  const watched = found.look && !/^(?:console|process)\./.test(found.look) ? [`watch(() => ${shown});`] : [];
  if (entry.kind === 'page' || entry.kind === 'component' || entry.kind === 'vue') {
    const name = entry.kind === 'vue' ? 'vm' : entry.kind;
    const run = entry.method ? (entry.kind === 'vue' ? value.methods?.[entry.method] : (entry.kind === 'page' ? value : value.methods)[entry.method]) : null;
    return [
      `const ${name} = await mount(${entry.kind === 'vue' ? `module.${entry.name.split('.')[0]}` : `pages[${entry.number}]`});`,
      ...watched,
      ...(entry.method ? [`type(${name});`, `await ${name}.${entry.method}(${run ? listOf(run, found) : ''});`] : []),
    ];
  }
  if (entry.kind === 'screen') {
    return [`const screen = await mount(module.${entry.name.split('(')[0]});`, `return screen.${entry.method}(event);`];
  }
  if (entry.way === 'request') {
    const run = made(value, entry.kind, world);
    return [`return ${reached(entry, value, found)}(${listOf(run, found)});`];
  }
  if (entry.way === 'piece') {
    const name = entry.kind === 'object' ? reached(entry, value, found) : 'read';
    return [...(name === 'read' ? [`const read = ${reached(entry, value, found)};`] : []), `await feed((piece) => ${name}(${found.feed !== 'result' && isWrapped(made(value, entry.kind, world)) ? '{ data: piece }' : 'piece'})${fed});`];
  }
  if (entry.way === 'chunks') {
    const run = made(value, entry.kind, world);
    const given = isStreamed(run) ? (/\.body\b/.test(textOf(run)) ? 'new Response(stream())' : 'stream()') : `pieces(${fed.slice(2)})`;
    return [`return ${reached(entry, value, found)}(${[given, ...listOf(run, found).split(', ').slice(1)].join(', ')});`];
  }
  if (entry.way === 'import') {
    return [];
  }
  let object = null;
  try {
    object = made(value, entry.kind, world);
  } catch (error) {
    // An object that can't be built is written the way it is tried.
  }
  const first = [`const object = ${reached(entry, value, found)};`, ...listening(object, found), ...watched];
  if (entry.way === 'decoder') {
    const takes = takesOf(object) ?? 'push';
    const ends = endsOf(object);
    const piece = object && found.feed !== 'result' && isWrapped(object[takes]) ? '{ data: piece }' : 'piece';
    const given = object && parametersOf(object[takes]).length > 1 ? [piece, ...listOf(object[takes], found).split(', ').slice(1)].join(', ') : piece;
    return [...first, `await feed((piece) => object.${takes}(${given})${fed});`, ...(ends ? [`return object.${ends}();`] : [])];
  }
  const run = entry.method ? entry.method.split('.').reduce((at, key) => at?.[key], object) : null;
  return [...first, ...(entry.method ? [`return object.${entry.method}(${run ? listOf(run, found) : ''});`] : [])];
}

// The text of an adapter. `found`: { source, path, look, feed } of the answer; `words`: its comments, in the person's
// language: { head, place, fill }, `fill` only where no entry gave the answer.
export function adapterText(entry, namespace, registered, { file, found, words, world }) {
  const value = entry === undefined ? undefined : entry.kind === 'page' || entry.kind === 'component' ? registered[entry.number].options : namespace[entry.name.replace(/\(\).*$/, '').split('.')[0]];
  const body = entry === undefined ? [] : lines(entry, value, found, world);
  const text = body.join('\n');
  const given = ['url', 'data', 'messages', 'event', 'pages', 'mount', 'type', 'watch', 'feed', 'pieces', 'stream', 'say', 'end', 'fail'].filter((name) => new RegExp(`\\b${name}\\b`).test(text.replace(/'[^']*'/g, '').replace(/\b\w+:/g, '').replace(/\.\w+/g, '')));
  const wanted = words.fill ? [...new Set([...given, 'url', 'data', 'say', 'end', 'fail'])] : given;
  const comment = (sentence) => sentence.split('\n').map((line) => `// ${line}`.trimEnd());
  return [
    ...comment(words.head),
    `import ${/\bmodule\./.test(text) || words.fill ? '* as module from ' : ''}'${file.replace(/[\\']/g, '\\$&')}';`,
    '',
    `export default async function drive(${wanted.length === 0 ? '{}' : `{ ${wanted.join(', ')} }`}) {`,
    ...comment(words.fill || words.place).map((line) => `  ${line}`),
    ...body.map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n');
}
