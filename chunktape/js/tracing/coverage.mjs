// The places of a client's own code that a traced run comes by, as V8 counts them.
//
// Rules:
// - A place is where something begins behind a brace, a semicolon, a parenthesis or the end of a line, as
//   `file:line:column`; of a bundle the author's file is meant, and a package has none.
// - A function gives its values where a `return` or `yield` of its own was run, not one of a function inside it.
// - V8 counts the blocks of code that is compiled while it counts: a traced run has functions of its own
//   (loading/files.mjs).

import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { OURS, ownPlace } from '../where.mjs';

const BEGINS = /[{};)\n]\s*(?=[^\s{};)])/g;
const GIVES = /\b(?:return\b(?=[^;\n}])|yield\b(?!\s*\*))/g;
const LONGEST = 2_000_000; // characters of a text

let session = null;

function ask(method, parameters = {}) {
  let found;
  session.post(method, parameters, (error, result) => { found = result; });
  return found;
}

// Which characters of a script were run: 1 where they were. Blocks stand behind the function or block around them.
function painted(functions, length) {
  const ran = new Uint8Array(length);
  functions.flatMap((one) => one.ranges).sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
    .forEach(({ startOffset, endOffset, count }) => ran.fill(count > 0 ? 1 : 0, startOffset, endOffset));
  return ran;
}

// Where the function with the text `giver` gave its values: offsets of what was run.
function gave(functions, text, giver, ran) {
  const ranges = functions.map((one) => one.ranges[0]);
  const own = ranges.find(({ startOffset, endOffset }) => endOffset - startOffset === giver.length && text.slice(startOffset, endOffset) === giver);
  if (own === undefined) {
    return [];
  }
  const inner = ranges.filter((one) => one !== own && one.startOffset > own.startOffset && one.endOffset <= own.endOffset);
  const isOwn = (at) => ran[at] === 1 && !inner.some(({ startOffset, endOffset }) => at >= startOffset && at < endOffset);
  const found = [...giver.matchAll(GIVES)].map(({ index }) => own.startOffset + index).filter(isOwn);
  const body = /^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>\s*(?=[^\s{])/.exec(giver);
  return body === null ? found : [own.startOffset + body[0].length]; // a function that is one expression
}

function placeOf(name, line, column) {
  const found = ownPlace(name, line, column);
  return found === undefined ? '' : `${found.join(':')}:${column}`;
}

// Begins to count. `textOf(name)` is the text of a script of the client, undefined for any other. Gives { take, end }:
// `take(giver)` what was run since the last call, { ran: places, gave: places }, the latter of the function `giver`.
export function countBlocks(textOf) {
  session = new Session();
  session.connect();
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take(giver) {
      const found = { ran: [], gave: [] };
      for (const { url, functions } of ask('Profiler.takePreciseCoverage').result) {
        const name = url.startsWith('file:') ? fileURLToPath(url) : url;
        const text = name.startsWith('node:') || name.startsWith(OURS) ? undefined : textOf(name);
        if (text === undefined || text.length > LONGEST) {
          continue;
        }
        const ran = painted(functions, text.length);
        const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1), Infinity];
        let line = 0;
        const place = (at) => {
          line = starts[line] > at ? 0 : line;
          while (starts[line + 1] <= at) {
            line += 1;
          }
          return placeOf(name, line + 1, at - starts[line] + 1);
        };
        const begun = [...text.matchAll(BEGINS)].map(({ index, 0: { length } }) => index + length);
        found.ran.push(...begun.filter((at) => ran[at] === 1).map(place).filter(Boolean));
        found.gave.push(...(giver ? gave(functions, text, giver, ran) : []).map(place).filter(Boolean));
      }
      return found;
    },
    end() {
      ask('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
