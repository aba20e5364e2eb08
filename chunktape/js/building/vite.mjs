// A client as one text, by the project's own Vite, with its configuration: its aliases, its plugins, its variables.
//
// Rules:
// - The configuration of a project is for its whole application: its entries and output, and its plugins' changes of
//   output, are left out. The platform's objects are ours.
// - Styles are left out, so that no preprocessor is needed. The script of a .vue file is compiled by the project's own
//   compiler and not by a plugin: uni-app's would keep the results of `setup` for its template.

import { isBuiltin } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledFor, isConditional } from '../loading/ifdef.mjs';
import { inPackage, isWrapped, meaningOf, placed, standInId, wrapperText } from '../loading/imports.mjs';
import { ownPackage, versionOf } from '../loading/project.mjs';
import { scriptOf } from './sfc.mjs';

const STYLE = /\.(?:css|scss|sass|less|styl|stylus|pcss)(?:$|\?)|[?&]type=style/;
const OURS = /\.(?:uts|n?vue|uvue)$/; // files that Vite by itself can't read
const CODE = /\.[mc]?[jt]sx?$/;
const OWN = { chunktape: true }; // marks our own calls of the resolver
const NOTHING = '\0chunktape-nothing';
const AROUND = '\0chunktape-around/';
const OUTPUT_HOOKS = ['renderStart', 'renderChunk', 'augmentChunkHash', 'generateBundle', 'writeBundle', 'closeBundle', 'buildEnd'];
const isVites = (name) => /^(?:vite:|alias$|commonjs$|native:|builtin:|rolldown|chunktape)/.test(name);

// An alias of the configuration as one of ours; an expression has no name to be called by.
function aliasOf({ find, replacement }, root) {
  if (typeof find !== 'string' || typeof replacement !== 'string') {
    return [];
  }
  const target = replacement.startsWith('/') && !fs.existsSync(replacement) ? path.join(root, replacement) : replacement;
  const [name, folder] = [find, target].map((one) => one.replace(/\/$/, ''));
  return [[find, [target]], [`${name}/*`, [path.join(folder, '*')]]];
}

function plugin(client, platform, found, options) {
  const wrapped = new Map(); // our name of a wrapper of a module -> [the module's name, the name in the import, the stubs]
  const scripts = new Map(); // our name of the script of a .vue file -> { code, map }
  const modules = new Map(); // a .vue or .uts file -> our name of it, by which Vite knows its language
  return {
    name: 'chunktape',
    enforce: 'pre',
    config(config) {
      config.build = { ...options, rollupOptions: options.rollupOptions };
      delete config.build.rolldownOptions;
    },
    configResolved(config) {
      Object.assign(config.build, options);
      for (const one of config.plugins.filter(({ name }) => !isVites(name))) {
        OUTPUT_HOOKS.forEach((hook) => { delete one[hook]; });
      }
      client.project.aliases.unshift(...config.resolve.alias.flatMap((one) => aliasOf(one, config.root)));
    },
    resolveId: {
      order: 'pre', // before aliases, so that a missing import has the client's name
      async handler(wanted, importer, asked) {
        const found = await meant(this, wanted, importer, asked);
        return typeof found?.id === 'string' && OURS.test(found.id) && !inPackage(client, found.id) ? { ...found, id: await scripted(found.id) } : found;
      },
    },
    load(id) {
      if (id === NOTHING) {
        return 'export default ""';
      }
      if (wrapped.has(id)) {
        return wrapperText(...wrapped.get(id));
      }
      if (scripts.has(id)) {
        return scripts.get(id);
      }
      if (!CODE.test(id) || inPackage(client, id) || !path.isAbsolute(id) || !fs.existsSync(id)) {
        return undefined;
      }
      return { code: read(id), map: null };
    },
  };

  function read(file) {
    const raw = fs.readFileSync(file, 'utf8');
    found.isConditional ||= isConditional(raw);
    found.texts.push(raw);
    return compiledFor(raw, platform, client.project.vue);
  }

  async function scripted(file) {
    if (!modules.has(file)) {
      const { code, lang, map = null } = file.endsWith('.uts') ? { code: read(file), lang: 'ts' } : await scriptOf(client.project, read(file), file);
      modules.set(file, `${file}.script.${lang}`);
      scripts.set(modules.get(file), { code, map });
    }
    return modules.get(file);
  }

  async function meant(context, wanted, importer, asked) {
    if (importer === undefined || asked.isEntry) {
      return { id: client.entry };
    }
    if (wanted.startsWith('chunktape:')) {
      return { id: wanted, external: true };
    }
    if (wanted.startsWith('\0') || asked.custom?.chunktape) {
      return undefined;
    }
    if (STYLE.test(wanted)) {
      return { id: NOTHING };
    }
    const isPackage = inPackage(client, importer);
    const { object, given, file, set } = importer.startsWith(AROUND) ? { set: [] } : meaningOf(client, wanted, importer);
    if (object ?? given) {
      return { id: object ? standInId('object', 'import', object) : standInId('given', 'import', given.module), external: true };
    }
    if (isPackage || wanted.includes('?')) {
      return undefined;
    }
    const own = isBuiltin(wanted) ? { id: wanted, external: true } : await context.resolve(wanted, importer, { ...asked, custom: { ...asked.custom, ...OWN }, skipSelf: true }).catch(() => null);
    const isThere = own && (own.external ? isBuiltin(wanted) : !path.isAbsolute(own.id) || fs.existsSync(own.id.split('?')[0]));
    const fits = isThere ? own : file && { id: file };
    if (!fits) {
      found.missing.add(wanted);
      return { id: standInId('stub', 'import', wanted), external: true };
    }
    if (!isWrapped(wanted, set)) {
      return fits;
    }
    wrapped.set(AROUND + fits.id, [OURS.test(fits.id) ? await scripted(fits.id) : fits.id, wanted, set]);
    return { id: AROUND + fits.id };
  }
}

const PLATFORM = { H5: 'h5', 'MP-BAIDU': 'mp-baidu' };

// { tool, code, map, folder, missing, texts, isConditional }; { unusable } where its configuration can't be loaded;
// undefined where the project has no Vite of its own.
export async function buildWithVite(client, platform, env) {
  const { project } = client;
  const folder = ownPackage(project, 'vite');
  if (folder === undefined || project.config === undefined) {
    return undefined;
  }
  const root = path.dirname(project.config);
  process.env.NODE_ENV = 'development'; // a component keeps its names, and Vue tells what is wrong
  process.env.UNI_PLATFORM = PLATFORM[platform] ?? 'mp-weixin';
  process.chdir(root);
  const vite = await import(pathToFileURL(path.join(folder, 'dist/node/index.js')).href);
  const mode = 'development';
  let config;
  try {
    ({ config } = await vite.loadConfigFromFile({ command: 'build', mode }, project.config, root, 'silent'));
  } catch (error) {
    return { unusable: `${path.basename(project.config)}: ${String(error.message).split('\n')[0]}` };
  }
  const found = { missing: new Set(), texts: [], isConditional: false };
  const options = {
    write: false,
    target: 'es2020',
    minify: false,
    sourcemap: true,
    emptyOutDir: false,
    copyPublicDir: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    watch: null,
    lib: { entry: client.entry, formats: ['cjs'], fileName: 'chunktape-client' },
    rollupOptions: { output: { exports: 'named' } },
  };
  const define = {
    'process.env': JSON.stringify(env),
    'process.env.NODE_ENV': JSON.stringify(mode),
    ...Object.fromEntries(placed(client, 'env').map(({ path: [name], value }) => [`import.meta.env.${name}`, JSON.stringify(value)])),
  };
  const built = await vite.build(vite.mergeConfig(config, {
    root: path.resolve(root, config.root ?? '.'),
    configFile: false,
    mode,
    logLevel: 'silent',
    clearScreen: false,
    define,
    plugins: [plugin(client, platform, found, options)],
  }));
  const chunk = [built].flat()[0].output.find((one) => one.type === 'chunk' && one.isEntry);
  return { tool: `vite ${versionOf(folder)}`, code: chunk.code, map: chunk.map, folder: path.resolve(root, 'dist'), ...found, missing: [...found.missing] };
}
