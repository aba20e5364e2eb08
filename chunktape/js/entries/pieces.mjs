// The pieces in the form that a function takes, found from its text.

import { parametersOf, readOnce, textOf } from './parameters.mjs';
import { streamOf } from './streams.mjs';

// Whether a function takes the argument of the platform's listener: it reads its `data`.
export const isWrapped = (run) => readOnce(run, 'wrapped', (text) => {
  const [name] = parametersOf(run);
  return name === '{}' ? /\{\s*data\b/.test(text.slice(0, 200)) : name !== undefined && new RegExp(`\\b${name.replace(/\$/g, '\\$')}\\??\\.data\\b`).test(text);
});

// The function that gives a piece the form that `run` takes; pieces of the feed `result` are wrapped already.
export const asGiven = (run, feed) => (feed !== 'result' && isWrapped(run) ? (piece) => ({ data: piece }) : (piece) => piece);

// Whether a function reads a stream of the browser's, rather than an async iterable.
export const isStreamed = (run) => /\bpipeThrough|\bgetReader|\bpipeTo\b|\bof\s+[\w$]+\??\.body\b/.test(textOf(run)) && typeof ReadableStream !== 'undefined';

// The pieces as a function takes them: an async iterable, a stream where it reads one, a Response where it reads its
// body.
export function streamed(run, world) {
  const chunks = world.chunks();
  if (!isStreamed(run)) {
    return chunks;
  }
  return /\.body\b/.test(textOf(run)) ? new Response(streamOf(chunks)) : streamOf(chunks);
}
