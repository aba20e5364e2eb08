// node ask.mjs KIND LIMIT_MS: Node's own clients and the SDKs ask for each line `NAME<TAB>BASE` of standard input, and
// one JSON object a line says what the client's code saw: see benchmarks/symptoms/words.py.
import http from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

const [kind, limitText] = process.argv.slice(2);
const limit = Number(limitText);
//: what hangs longer than this has no time limit of its own
const PATIENCE = 4 * limit;
const question = [{ role: 'user', content: 'Say something.' }];
const json = { 'Content-Type': 'application/json' };

async function withHttp(base, seen) {
  const request = http.request(`${base}/v1/chat/completions`, { method: 'POST', headers: json, timeout: limit });
  let late = false;
  request.on('timeout', () => { late = true; request.destroy(); });
  request.end('{}');
  try {
    const [response] = await once(request, 'response');
    seen.status = response.statusCode;
    for await (const piece of response) seen.pieces.push(piece);
  } catch (error) {
    throw late ? new Error("'timeout' event") : error;
  }
}

async function withFetch(base, seen) {
  const signal = AbortSignal.timeout(limit);
  const response = await fetch(`${base}/v1/chat/completions`, { method: 'POST', headers: json, body: '{}', signal });
  seen.status = response.status;
  for await (const piece of response.body ?? []) seen.pieces.push(piece);
}

async function withOpenAI(base, seen) {
  const { default: OpenAI } = await import('openai');
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/v1`, timeout: limit });
  seen.words = [];
  const stream = await client.chat.completions.create({ model: 'any', messages: question, stream: true });
  for await (const chunk of stream) seen.words.push(chunk.choices?.[0]?.delta?.content ?? '');
}

async function withAnthropic(base, seen) {
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const client = new Anthropic({ apiKey: 'k', baseURL: base, timeout: limit });
  seen.words = [];
  const stream = client.messages.stream({ model: 'any', max_tokens: 100, messages: question });
  stream.on('text', (word) => seen.words.push(word));
  await stream.finalMessage();
}

// the error as its reader sees it, then what it names as its cause
function chain(error) {
  const found = [];
  for (let one = error; one && found.length < 2; one = one.cause) {
    const code = typeof one.code === 'string' && !String(one.message).includes(one.code) ? ` (${one.code})` : '';
    const name = one.name === 'Error' && one.constructor?.name !== 'Error' ? one.constructor.name : one.name;
    found.push(`${name}: ${String(one.message).split('\n')[0]}${code}`);
  }
  return found;
}

const ask = { http: withHttp, fetch: withFetch, openai: withOpenAI, anthropic: withAnthropic }[kind];
const jobs = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'));
async function worker() {
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const seen = { name: job[0], pieces: [] };
    const asking = ask(job[1], seen).catch((error) => { seen.error = chain(error); });
    const ended = await Promise.race([asking.then(() => true), after(PATIENCE, false, { ref: true })]);
    if (!ended) seen.hangs = true;
    const { pieces, ...said } = seen;
    if (!said.words) said.body = Buffer.concat(pieces).toString('base64');
    console.log(JSON.stringify(said));
  }
}
// an error that nobody catches would end the process: it is told beside the others
process.on('uncaughtException', (error) => console.error('uncaught', chain(error)));
await Promise.all(Array.from({ length: 4 }, worker));
process.exit(0);
