// Builds a client to one text, for one platform. It is a process of its own, since build tools keep state and print.
//
//   node build.mjs [PID] < { entry, platform, stubs } > { tool, code, map, folder, missing, texts, isConditional } or { error }
//
// PID is that of the process that asks (asker.mjs). `error` is { kind, words, place, tool }: `no-builder`, `no-vue`, or `failed`.

import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { endWith } from '../processes/asker.mjs';
import { buildWithEsbuild } from './esbuild.mjs';
import { placed } from '../loading/imports.mjs';
import { projectOf } from '../loading/project.mjs';
import { buildWithVite } from './vite.mjs';

async function built({ entry, platform, stubs }) {
  const file = fs.realpathSync(path.resolve(entry));
  const client = { entry: file, stubs, project: projectOf(file) };
  const given = Object.fromEntries(placed(client, 'env').map(({ path: [name], value }) => [name, value]));
  const env = { DEV: true, PROD: false, MODE: 'development', BASE_URL: '/', SSR: false, ...given };
  const { unusable, ...found } = await buildWithVite(client, platform, env) ?? {};
  if (found.code !== undefined) {
    return found;
  }
  const other = await buildWithEsbuild(client, platform, env).catch((error) => {
    throw unusable === undefined || error.kind !== 'no-builder' ? error : new Error(unusable);
  });
  return unusable === undefined ? other : { ...other, tool: `${other.tool} (${unusable})` };
}

// The words and the place of a tool's error, as [words, place], without the lines of source that the tool quotes.
function told(error) {
  const text = stripVTControlCharacters(String(error.message ?? error));
  const [, file, line] = /\u256d\u2500\[ (.+?):(\d+):\d+ \]/.exec(text) ?? [];
  const loc = error.loc?.file ? `${error.loc.file}:${error.loc.line}` : '';
  const [, words] = /ERROR: (.*)/.exec(text) ?? /(?:\[[\w:-]+\] )(.*)\n\s*\u256d/.exec(text) ?? [];
  return [words ?? text, error.place ?? (file === undefined ? loc : `${path.resolve(file)}:${line}`)];
}

endWith(Number(process.argv[2]));
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = (...args) => process.stderr.write(...args); // what the tools print must not mix with the answer
const message = JSON.parse(fs.readFileSync(0, 'utf8'));
const result = await built(message).catch((error) => {
  const [words, place] = told(error);
  return { error: { kind: error.kind ?? 'failed', words, place } };
});
answer(JSON.stringify(result), () => process.exit(0));
