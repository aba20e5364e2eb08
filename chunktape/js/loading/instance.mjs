// A fresh instance of a client's own files in a realm, as ES modules or CommonJS; packages are loaded once.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { anew, client, compilesAnew, functionOf, loadedPackage, makersOf, meaning, packageOf, requirePackage, sourceOf, stubFor } from './files.mjs';
import { setPlaced, standIn, withSet } from './imports.mjs';
import { makerOf } from './instances.mjs';
import { namespaceOf } from './namespace.mjs';

// The names that `text` imports from `wanted`.
function namesWanted(text, wanted) {
  const from = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = text.matchAll(new RegExp(`\\b(?:import|export)\\b([^'"\`;]*?)\\bfrom\\s*['"]${from}['"]`, 'g'));
  return [...found].flatMap(([, names]) => /\{([^]*)\}/.exec(names)?.[1].split(',') ?? [])
    .map((one) => one.trim().split(/\s+as\s+/)[0]).filter((one) => /^[\w$]+$/.test(one));
}

// The line at which a module can't be read.
function lineOfError(text) {
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--check', '-'], { input: text, encoding: 'utf8' });
  return /^\S*\[stdin\]:(\d+)/.exec(stderr)?.[1] ?? 1;
}

// A module.exports as its importer sees it.
export function namespaceFrom(exports) {
  return exports !== null && typeof exports === 'object' ? exports : { default: exports, ...exports };
}

// `load(file)` gives the exports of a file, those of a file that was loaded before the same.
export function createInstance(context, platform) {
  const globals = context ?? globalThis;
  const modules = new Map();
  const common = new Map();

  function requireFile(name) {
    if (!common.has(name)) {
      const module = { exports: {} };
      common.set(name, module);
      const { text } = sourceOf(name, platform);
      if (name.endsWith('.json')) {
        module.exports = JSON.parse(text);
      } else {
        const run = functionOf(`${platform} ${name}`, text, name, context);
        run.call(module.exports, (wanted) => required(wanted, name), module, module.exports, name, path.dirname(name));
      }
    }
    return common.get(name).exports;
  }

  // The stand-in for an import: a given value, an object of the platform, or a stub for a missing one.
  function standsFor(wanted, { object, given, set }) {
    if (object ?? given) {
      return standIn(client, object ? 'object' : 'given', object ?? given.module, globals);
    }
    return stubFor(set[0]?.module ?? wanted, globals);
  }

  function required(wanted, from) {
    const means = meaning(wanted, from);
    const isThere = !(means.object ?? means.given);
    const exports = !isThere ? undefined : means.file === undefined ? requirePackage(wanted, from) : requireFile(means.file);
    if (exports === undefined) {
      return standsFor(wanted, means).value;
    }
    return means.set.length === 0 ? exports : withSet({ default: exports, ...exports }, means.set);
  }

  function synthetic(identifier, names, read) {
    const all = [...new Set([...names, 'default'])];
    return new vm.SyntheticModule(all, function fill() {
      all.forEach((name) => this.setExport(name, read(name)));
    }, { context, identifier });
  }

  const fromNamespace = (identifier, of) => synthetic(identifier, Object.keys(of), (name) => (name in of ? of[name] : of));

  async function evaluated(module) {
    if (module.status === 'unlinked') {
      await module.link((wanted, from) => moduleOf(wanted, from.identifier));
    }
    await module.evaluate();
    return module;
  }

  const metaOf = (name) => {
    const env = { DEV: true, MODE: 'development' };
    setPlaced(client, 'env', env);
    return { url: pathToFileURL(name).href, env };
  };

  function fromText(name) {
    const { text } = sourceOf(name, platform);
    try {
      return readText(name, text);
    } catch (error) {
      error.stack = `${name}:${lineOfError(text)}\n${error.stack}`; // V8 keeps the place of an error of syntax to itself
      throw error;
    }
  }

  function readText(name, text) {
    return new vm.SourceTextModule(anew(text), {
      context,
      identifier: name,
      initializeImportMeta: (meta) => Object.assign(meta, metaOf(name)),
      importModuleDynamically: async (inner) => evaluated(await moduleOf(inner, name)),
    });
  }

  function fromFile(name) {
    if (!modules.has(name)) {
      modules.set(name, sourceOf(name, platform).esm ? fromText(name) : fromNamespace(name, { default: requireFile(name), ...requireFile(name) }));
    }
    return modules.get(name);
  }

  async function otherModule(key, wanted, from, means) {
    const isPackage = means.file === undefined && !(means.object ?? means.given);
    const found = isPackage ? await packageOf(wanted, from) : undefined;
    if (found === undefined && means.file === undefined) {
      return synthetic(key, namesWanted(sourceOf(from, platform).text, wanted), standsFor(wanted, means).exports);
    }
    const real = found ?? (await evaluated(fromFile(means.file))).namespace;
    return fromNamespace(key, means.set.length > 0 ? withSet(real, means.set) : real);
  }

  // The name of a module: of a file its own; else of what stands in for it where it is imported.
  function nameOf(wanted, from) {
    const { file, set } = meaning(wanted, from);
    return set.length === 0 && file !== undefined ? file : `${from}\0${wanted}`;
  }

  // An import of a further instance that is not an ES module of the client.
  function otherExports(name) {
    if (path.isAbsolute(name) && !name.includes('\0')) {
      return { default: requireFile(name), ...requireFile(name) };
    }
    const [from, wanted] = name.split('\0');
    const means = meaning(wanted, from);
    if (means.set.length > 0) {
      throw new Error('a module with values that are given is a real one');
    }
    const found = means.object ?? means.given ? undefined : loadedPackage(wanted);
    return found === undefined ? namespaceOf(standsFor(wanted, means).exports) : 'default' in found ? found : { ...found, default: found };
  }

  // A further instance of an ES module, or undefined.
  function madeAgain(file) {
    if (compilesAnew()) {
      return undefined;
    }
    const known = makersOf(context);
    const key = `${platform} ${file}`;
    try {
      return known.get(key)?.(otherExports);
    } catch (error) {
      known.set(key, null); // and the real module raises the error
      return undefined;
    }
  }

  async function esModule(file) {
    const again = madeAgain(file);
    if (again !== undefined) {
      return again;
    }
    const known = makersOf(context);
    const key = `${platform} ${file}`;
    const { namespace } = await evaluated(fromFile(file));
    if (!known.has(key)) {
      const textOf = (one) => (modules.has(one) && path.isAbsolute(one) && !one.includes('\0') && sourceOf(one, platform).esm ? sourceOf(one, platform).text : undefined);
      known.set(key, makerOf(file, { modules, textOf, named: nameOf, metaOf, context }));
    }
    return namespace;
  }

  async function moduleOf(wanted, from) {
    const means = meaning(wanted, from);
    if (means.set.length === 0 && means.file !== undefined) {
      return fromFile(means.file);
    }
    const key = nameOf(wanted, from);
    if (!modules.has(key)) {
      modules.set(key, await otherModule(key, wanted, from, means));
    }
    return modules.get(key);
  }

  return {
    // The exports of a further instance, or undefined where there is something to wait for.
    made: (file) => (sourceOf(file, platform).esm ? madeAgain(file) : namespaceFrom(requireFile(file))),
    load: async (file) => (sourceOf(file, platform).esm ? esModule(file) : namespaceFrom(requireFile(file))),
  };
}
