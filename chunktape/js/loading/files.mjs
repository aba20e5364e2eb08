// The client that is loaded, its files as a platform sees them, and the functions made from them.

import fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { compiledFor } from './ifdef.mjs';
import { prepared } from '../platform/packages.mjs';
import { meaningOf, placed, standIn } from './imports.mjs';
import { projectOf, TO_BUILD } from './project.mjs';

const IS_ESM = /^[ \t]*(?:import\b(?!\s*\()|export\b)/m;
const NOT_FOUND = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_INVALID_MODULE_SPECIFIER', 'ERR_UNSUPPORTED_DIR_IMPORT'];
const PARAMETERS = ['require', 'module', 'exports', '__filename', '__dirname'];

// What is loaded: { entry, project, stubs, bundles }.
export let client = null; // eslint-disable-line import/no-mutable-exports
// Its missing imports.
export const stubbed = new Set();
const texts = new Map(); // file -> as it is written
const sources = new Map(); // platform and file -> { text, esm }
const packages = new Map(); // name -> its namespace
const meanings = new Map(); // an import and its file -> what it means
const functions = new Map(); // realm -> (name -> function)
const makers = new Map(); // realm -> (name -> maker)
let isAnew = false;
const within = (map, context) => map.get(context) ?? map.set(context, new Map()).get(context);

// From now on `target` is loaded: { entry, stubs, bundles }, the bundles by platform, as build.mjs makes them.
export function setClient({ entry, stubs = [], bundles = {} }) {
  const real = fs.realpathSync(path.resolve(entry));
  client = { entry: real, project: projectOf(real), stubs, bundles };
  placed(client, 'env').forEach((stub) => { process.env[stub.path[0]] = stub.value; });
  stubbed.clear();
  Object.values(bundles).forEach((bundle) => bundle.missing.forEach((one) => stubbed.add(one)));
}

// The text of the client's own files that were read so far, which shows what the module uses.
export function readText() {
  return [...texts.values(), ...Object.values(client.bundles).flatMap((bundle) => bundle.texts)].join('\n');
}

// Whether every instance is compiled anew: V8 counts the blocks (tracing/) of code that is compiled while it counts.
export const compilesAnew = () => isAnew;
export const compileAnew = (yes) => { isAnew = yes; };

// The text with a comment that makes V8 compile it anew, where every instance is compiled anew.
export const anew = (text) => (isAnew ? `${text}\n// ${Math.random()}` : text);

// The name under which V8 has the bundle of a platform.
export const bundleName = (platform) => `${client.entry}#${platform}`;

// The text of a script of the client's own, by the name that V8 has for it; undefined for any other.
export function scriptText(name, platform) {
  const built = Object.keys(client.bundles).find((one) => bundleName(one) === name);
  return built === undefined ? sources.get(`${platform} ${name}`)?.text : client.bundles[built]?.code;
}

// A file as `platform` has it: { text, esm }. One that a tool has to build raises an error with `build`.
export function sourceOf(file, platform) {
  const name = `${platform} ${file}`;
  if (!sources.has(name)) {
    if (TO_BUILD.test(file)) {
      throw Object.assign(new Error(`${file} has to be built`), { build: true });
    }
    texts.set(file, texts.get(file) ?? fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
    const text = compiledFor(texts.get(file), platform, client.project.vue);
    sources.set(name, { text, esm: file.endsWith('.mjs') || (!/\.(?:cjs|json)$/.test(file) && IS_ESM.test(text)) });
  }
  return sources.get(name);
}

// What an import means, looked up once.
export function meaning(wanted, from) {
  const key = `${from} ${wanted}`;
  if (!meanings.has(key)) {
    meanings.set(key, meaningOf(client, wanted, from));
  }
  return meanings.get(key);
}

export function stubFor(wanted, globals) {
  stubbed.add(wanted);
  return standIn(client, 'stub', wanted, globals);
}

// A package as `require` gives it, or undefined where it is not there.
export function requirePackage(wanted, from) {
  const native = createRequire(from);
  try {
    native.resolve(wanted);
  } catch (error) {
    if (NOT_FOUND.includes(error?.code)) {
      return undefined;
    }
    throw error;
  }
  return native(wanted);
}

async function resolved(wanted, from) {
  try {
    const found = await import.meta.resolve(wanted, pathToFileURL(from).href);
    return found.startsWith('file:') && !fs.existsSync(new URL(found)) ? undefined : found;
  } catch (error) {
    if (NOT_FOUND.includes(error?.code)) {
      return undefined;
    }
    throw error;
  }
}

// The namespace of a package, or undefined where it is not there.
export async function packageOf(wanted, from) {
  if (!packages.has(wanted)) {
    const found = isBuiltin(wanted) ? wanted : await resolved(wanted, from);
    packages.set(wanted, found === undefined ? undefined : await import(found));
  }
  return loadedPackage(wanted);
}

// A package that was imported before, as a new instance of the client finds it.
export function loadedPackage(wanted) {
  const found = packages.get(wanted);
  return found && prepared(wanted, found);
}

// The function that makes further instances of a file in a realm (instances.mjs); null where there is none.
export const makersOf = (context) => within(makers, context);

// The function of a CommonJS text in a realm, compiled once; each call of it is a fresh instance. `key` tells texts of one
// file apart, `filename` stands in stacks.
export function functionOf(key, text, filename, context) {
  if (isAnew) {
    return vm.compileFunction(anew(text), PARAMETERS, { filename, parsingContext: context });
  }
  const known = within(functions, context);
  if (!known.has(key)) {
    known.set(key, vm.compileFunction(text, PARAMETERS, { filename, parsingContext: context }));
  }
  return known.get(key);
}
