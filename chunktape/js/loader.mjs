// Loads a client's module into a realm, a fresh instance for each run. Needs `node --experimental-vm-modules`.
//
// Rules:
// - Files of the client (relative imports) are new in each instance; packages and Node's own modules are loaded once.
// - The first instance in a realm is one of real modules; further ones come of functions that were compiled once, where
//   every module of the client can be had so (factory.mjs), and are real modules again where one can't.
// - A .mjs file, and a .js file with an import or export of its own, is an ES module; others are CommonJS.
// - What can't be found raises an error that names it.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { factoryOf } from './factory.mjs';

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

async function packageOf(wanted, from) {
  if (!packages.has(wanted)) {
    const builtin = wanted.startsWith('node:');
    const target = builtin ? wanted : pathToFileURL(createRequire(from).resolve(wanted)).href;
    packages.set(wanted, await import(target).catch(() => import(wanted)));
  }
  return packages.get(wanted);
}

// The text of the client's own files that were read so far: what the module uses is told by it.
export function readText() {
  return [...sources.values()].map(({ text }) => text).join('\n');
}

const compiled = new Map(); // context -> file -> its function

function functionOf(name, context) {
  const known = compiled.get(context) ?? compiled.set(context, new Map()).get(context);
  if (!known.has(name)) {
    known.set(name, vm.compileFunction(sourceOf(name).text, ['require', 'module', 'exports', '__filename', '__dirname'], {
      filename: name, parsingContext: context,
    }));
  }
  return known.get(name);
}

const metaOf = (name) => ({ url: pathToFileURL(name).href, env: { DEV: true, MODE: 'development' } });
const makers = new Map(); // context -> file -> (require) => exports, or null where there is none

// What makes further instances of `root`, whose modules are `modules`; null where one of them has no factory.
function makerOf(root, modules, context) {
  const parts = new Map();
  const pending = [root];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (!parts.has(name)) {
      const factory = factoryOf(modules.get(name), sourceOf(name).text, context);
      if (factory === null) {
        return null;
      }
      const wanted = factory.wants.map((want) => [want, isOwn(want) ? resolve(want, name) : want]);
      parts.set(name, { make: factory.make, meta: metaOf(name), wanted });
      pending.push(...wanted.map(([, file]) => file).filter((file) => path.isAbsolute(file) && sourceOf(file).esm));
    }
  }
  return (requireFile) => {
    const made = new Map();
    function instance(name) {
      if (!made.has(name)) {
        const part = parts.get(name);
        made.set(name, null);
        if (part === undefined) {
          made.set(name, path.isAbsolute(name) ? { default: requireFile(name), ...requireFile(name) } : modules.get(name).namespace);
        } else {
          const imports = Object.fromEntries(part.wanted.map(([want, file]) => [want, instance(file)]));
          made.set(name, part.make.call(undefined, { imports, meta: { ...part.meta } }));
        }
      }
      if (made.get(name) === null) {
        throw new Error(`${name} is imported by what it imports`);
      }
      return made.get(name);
    }
    return instance(root);
  };
}

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
        const require = (wanted) => (isOwn(wanted) ? requireFile(resolve(wanted, name)) : native(wanted));
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
        modules.set(name, synthetic(await packageOf(wanted, from), name));
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
  const known = makers.get(context) ?? makers.set(context, new Map()).get(context);
  if (known.get(name)) {
    try {
      return known.get(name)(requireFile);
    } catch (error) {
      known.set(name, null); // and the real module says what is wrong
    }
  }
  const module = await moduleOf(name, name);
  await module.link(link);
  await module.evaluate();
  if (!known.has(name)) {
    known.set(name, makerOf(name, modules, context));
  }
  return module.namespace;
}
