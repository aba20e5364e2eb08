// Loads a client's module into a realm, a fresh instance for each run. Needs `node --experimental-vm-modules`.
//
// Rules:
// - Files of the client (relative imports) are new in each instance; packages and Node's own modules are loaded once.
// - The first instance in a realm is one of real modules; further ones come of functions that were compiled once, where
//   every module of the client can be had so (loading/instances.mjs), and are real modules again where one can't.
// - A .mjs file, and a .js file with an import or export of its own, is an ES module; others are CommonJS.
// - What can't be found raises an error that names it.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { makerOf } from './loading/instances.mjs';
import { prepared, provided } from './platform/packages.mjs';
import { standIn } from './platform/vue.mjs';

const IS_ESM = /^[ \t]*(?:import\b(?!\s*\()|export\b)/m;
const ENDINGS = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs'];
const sources = new Map();

function sourceOf(file) {
  if (!sources.has(file)) {
    const text = fs.readFileSync(file, 'utf8');
    sources.set(file, { text, esm: file.endsWith('.mjs') || (!file.endsWith('.cjs') && IS_ESM.test(text)) });
  }
  return sources.get(file);
}

function resolve(wanted, from) {
  const base = path.resolve(path.dirname(from), wanted);
  const found = ENDINGS.map((ending) => base + ending).find((name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile());
  if (!found) {
    throw new Error(`Cannot find module '${wanted}', imported by ${from}`);
  }
  return found;
}

const isOwn = (wanted) => wanted.startsWith('.') || path.isAbsolute(wanted);
const packages = new Map();

async function importFrom(builtin, wanted, from) {
  const target = builtin ? wanted : pathToFileURL(createRequire(from).resolve(wanted)).href;
  return import(target).catch(() => import(wanted));
}

async function packageOf(wanted, from) {
  if (!packages.has(wanted)) {
    const builtin = wanted.startsWith('node:');
    packages.set(wanted, await importFrom(builtin, wanted, from).catch((error) => {
      const instead = standIn(wanted);
      if (instead === undefined) {
        throw error;
      }
      return instead;
    }));
  }
  return prepared(wanted, packages.get(wanted));
}

// The text of the client's own files that were read so far: what the module uses is told by it.
export function readText() {
  return [...sources.values()].map(({ text }) => text).join('\n');
}

const compiled = new Map(); // context -> file -> its function
const makers = new Map(); // context -> file -> what makes further instances, or null

function within(map, context) {
  return map.get(context) ?? map.set(context, new Map()).get(context);
}

function functionOf(name, context) {
  const known = within(compiled, context);
  if (!known.has(name)) {
    known.set(name, vm.compileFunction(sourceOf(name).text, ['require', 'module', 'exports', '__filename', '__dirname'], {
      filename: name, parsingContext: context,
    }));
  }
  return known.get(name);
}

const metaOf = (name) => ({ url: pathToFileURL(name).href, env: { DEV: true, MODE: 'development' } });
const withDefault = (namespace) => ('default' in namespace ? namespace : { ...namespace, default: namespace });

// The exports of a fresh instance of `file` in `context`.
export async function loadFresh(file, context) {
  const modules = new Map();
  const common = new Map();

  function requireFile(name) {
    if (!common.has(name)) {
      const module = { exports: {} };
      common.set(name, module);
      if (name.endsWith('.json')) {
        module.exports = JSON.parse(sourceOf(name).text);
      } else {
        const run = functionOf(name, context);
        const native = createRequire(name);
        const require = (wanted) => (isOwn(wanted) ? requireFile(resolve(wanted, name)) : provided(wanted, context ?? globalThis) ?? native(wanted));
        run.call(module.exports, require, module, module.exports, name, path.dirname(name));
      }
    }
    return common.get(name).exports;
  }

  function synthetic(namespace, identifier) {
    const names = Object.keys(namespace);
    if (!names.includes('default')) {
      names.push('default');
    }
    return new vm.SyntheticModule(names, function fill() {
      names.forEach((name) => this.setExport(name, name in namespace ? namespace[name] : namespace));
    }, { context, identifier });
  }

  async function moduleOf(wanted, from) {
    const name = isOwn(wanted) ? resolve(wanted, from) : wanted;
    if (!modules.has(name)) {
      if (!isOwn(wanted)) {
        modules.set(name, synthetic(provided(wanted, context ?? globalThis) ?? await packageOf(wanted, from), name));
      } else if (sourceOf(name).esm) {
        modules.set(name, new vm.SourceTextModule(sourceOf(name).text, {
          context,
          identifier: name,
          initializeImportMeta: (meta) => Object.assign(meta, metaOf(name)),
          importModuleDynamically: async (inner) => {
            const module = await moduleOf(inner, name);
            if (module.status === 'unlinked') {
              await module.link(link);
            }
            await module.evaluate();
            return module;
          },
        }));
      } else {
        modules.set(name, synthetic({ default: requireFile(name), ...requireFile(name) }, name));
      }
    }
    return modules.get(name);
  }

  function link(wanted, from) {
    return moduleOf(wanted, from.identifier);
  }

  const name = path.resolve(file);
  if (!sourceOf(name).esm) {
    const exports = requireFile(name);
    return typeof exports === 'function' ? { default: exports, ...exports } : exports;
  }
  const known = within(makers, context);
  if (known.get(name)) {
    try {
      return known.get(name)((other) => (path.isAbsolute(other)
        ? { default: requireFile(other), ...requireFile(other) }
        : withDefault(provided(other, context ?? globalThis) ?? prepared(other, packages.get(other)))));
    } catch (error) {
      known.set(name, null); // and the real module says what is wrong
    }
  }
  const module = await moduleOf(name, name);
  await module.link(link);
  await module.evaluate();
  if (!known.has(name)) {
    const textOf = (one) => (path.isAbsolute(one) && sourceOf(one).esm ? sourceOf(one).text : undefined);
    const named = (wanted, from) => (isOwn(wanted) ? resolve(wanted, from) : wanted);
    known.set(name, makerOf(name, { modules, textOf, named, metaOf, context }));
  }
  return module.namespace;
}
