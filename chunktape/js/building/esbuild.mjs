// A client as one text, by esbuild.

import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledFor, isConditional } from '../loading/ifdef.mjs';
import { inPackage, isWrapped, meaningOf, standInId, wrapperText } from '../loading/imports.mjs';
import { toolOf, versionOf } from '../loading/project.mjs';
import { scriptOf } from './sfc.mjs';

const OURS = { chunktape: true }; // marks our own calls of esbuild's resolver
// The content of files that are not code is left out.
const NO_CODE = /\.(?:css|scss|sass|less|styl|stylus|png|jpe?g|gif|svg|webp|woff2?|ttf|mp3|mp4)(?:$|\?)/;
const LANGUAGE = { '.uts': 'ts', '.mts': 'ts', '.cts': 'ts', '.ts': 'ts', '.tsx': 'tsx', '.jsx': 'jsx', '.json': 'json' };

const inline = (map) => (map ? `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}` : '');

// What a bundler refuses and the platforms' own compilers take: a name that a file does not export is undefined, and one
// that it exports twice is exported once. Gives { key, file, mend }, of which `mend(text)` is what the file is read as;
// undefined for any other error.
function mendOf({ text, location }, root) {
  const [, file, name] = /^No matching export in "(?:[\w-]+:)?([^"]+)" for import "([\w$]+)"$/.exec(text) ?? [];
  if (name !== undefined && name !== 'default') {
    return { key: `${file} ${name}`, file: path.resolve(root, file), mend: (code) => `${code}\nexport const ${name} = undefined;` };
  }
  const [, twice] = /^Multiple exports with the same name "([\w$]+)"$/.exec(text) ?? [];
  if (twice === undefined || !location) {
    return undefined;
  }
  return { key: `${location.file} ${twice}`, file: path.resolve(root, location.file), mend: (code) => onceExported(code, twice) };
}

// The text of a file that exports `name` once: where it stands first, but a list gives way to a declaration, and to another
// file's export.
function onceExported(code, name) {
  const declared = new RegExp(`\\bexport\\s+(?:async\\s+)?(?:const|let|var|class|enum|function)\\b[\\s*]*${name.replaceAll('$', '\\$')}(?![\\w$])`);
  const isNamed = (one) => one.trim().split(/\s+as\s+/).at(-1) === name;
  let isThere = declared.test(code) || [...code.matchAll(/\bexport\s*\{([^{}]*)\}\s*from\b/g)].some(([, list]) => list.split(',').some(isNamed));
  const stays = (one) => {
    const goes = isNamed(one) && isThere;
    isThere ||= isNamed(one);
    return !goes;
  };
  return code.replace(/(\bexport\s*\{)([^{}]*)\}(?!\s*from\b)/g, (_, head, list) => `${head}${list.split(',').filter(stays).join(',')}}`);
}

const MENDS = 20; // of one client

function plugin(client, platform, found, mends) {
  const { project } = client;
  return {
    name: 'chunktape',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path: wanted, importer, kind, namespace, pluginData, resolveDir }) => {
        if (kind === 'entry-point' || pluginData === OURS || wanted.startsWith('data:')) {
          return undefined;
        }
        if (wanted.startsWith('chunktape:')) {
          return { path: wanted, external: true };
        }
        if (namespace === 'chunktape-around') {
          return { path: wanted };
        }
        if (NO_CODE.test(wanted)) {
          return { path: wanted, namespace: 'chunktape-nothing' };
        }
        const how = kind === 'require-call' ? 'require' : 'import';
        const from = importer || client.entry;
        const { object, given, file, set } = meaningOf(client, wanted, from);
        if (object ?? given) {
          return { path: object ? standInId('object', how, object) : standInId('given', how, given.module), external: true };
        }
        const asked = file ? { path: file, errors: [] } : await build.resolve(wanted, { importer, kind, resolveDir, pluginData: OURS });
        if (asked.errors.length === 0) {
          return isWrapped(wanted, set) ? { path: asked.path, namespace: 'chunktape-around', pluginData: { wanted, set } } : file && { path: file };
        }
        if (isBuiltin(wanted)) {
          return { path: wanted, external: true };
        }
        if (inPackage(client, from)) {
          return kind === 'require-call' ? { path: wanted, external: true } : undefined;
        }
        found.missing.add(wanted);
        return { path: standInId('stub', how, wanted), external: true };
      });
      build.onLoad({ filter: /.*/, namespace: 'chunktape-around' }, ({ path: file, pluginData: { wanted, set } }) => ({
        contents: wrapperText(file, wanted, set), resolveDir: path.dirname(file),
      }));
      build.onLoad({ filter: /\.(?:[mc]?[jt]s|[jt]sx|uts|n?vue|uvue)$/ }, async ({ path: file }) => {
        if (inPackage(client, file)) {
          return undefined;
        }
        const raw = fs.readFileSync(file, 'utf8');
        found.isConditional ||= isConditional(raw);
        found.texts.push(raw);
        const text = [...mends.values()].filter((one) => one.file === file).reduce((code, { mend }) => mend(code), compiledFor(raw, platform, project.vue));
        if (/vue$/.test(file)) {
          const { code, lang, map } = await scriptOf(project, text, file);
          return { contents: code + inline(map), loader: lang, resolveDir: path.dirname(file) };
        }
        return { contents: text, loader: LANGUAGE[path.extname(file)] ?? 'jsx', resolveDir: path.dirname(file) };
      });
      build.onLoad({ filter: NO_CODE, namespace: 'chunktape-nothing' }, () => ({ contents: 'export default ""', loader: 'js' }));
    },
  };
}

const optionsOf = (client, env, root, own) => ({
  entryPoints: [client.entry],
  outfile: path.join(root, 'chunktape-client.js'),
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'browser',
  mainFields: ['module', 'main'],
  target: 'es2020',
  charset: 'utf8',
  jsx: 'automatic',
  sourcemap: 'external',
  logLevel: 'silent',
  absWorkingDir: root,
  define: {
    'import.meta.env': JSON.stringify(env),
    'import.meta.url': JSON.stringify(pathToFileURL(client.entry).href),
    'process.env.NODE_ENV': '"development"',
    'process.env': JSON.stringify({ ...env, NODE_ENV: 'development' }),
  },
  plugins: [own],
});

// { tool, code, map, folder, missing, texts, isConditional }. Raises an error with `kind: 'no-builder'` without esbuild.
export async function buildWithEsbuild(client, platform, env) {
  const folder = toolOf(client.project, 'esbuild');
  if (folder === undefined) {
    throw Object.assign(new Error('esbuild is not there'), { kind: 'no-builder' });
  }
  const module = await import(pathToFileURL(path.join(folder, 'lib/main.js')).href);
  const esbuild = module.default ?? module;
  const { root } = client.project;
  const mends = new Map();
  try {
    for (;;) {
      const found = { missing: new Set(), texts: [], isConditional: false };
      try {
        const { outputFiles } = await esbuild.build(optionsOf(client, env, root, plugin(client, platform, found, mends)));
        const [map, code] = [/\.map$/, /\.js$/].map((ending) => outputFiles.find((one) => ending.test(one.path)).text);
        return { tool: `esbuild ${versionOf(folder)}`, code, map: JSON.parse(map), folder: root, ...found, missing: [...found.missing] };
      } catch (error) {
        const more = (error.errors ?? []).map((one) => mendOf(one, root));
        if (more.length === 0 || more.includes(undefined) || more.some(({ key }) => mends.has(key)) || mends.size + more.length > MENDS) {
          throw error;
        }
        more.forEach((one) => mends.set(one.key, one));
      }
    }
  } catch (error) {
    const [first] = error.errors ?? [];
    if (first === undefined) {
      throw error;
    }
    const { file, line } = first.location ?? {};
    const own = first.detail ?? {}; // of what our plugin raised
    const place = first.detail ? own.place : (file === undefined ? undefined : `${path.resolve(root, file.replace(/^[\w-]+:/, ''))}:${line}`);
    throw Object.assign(new Error(first.text), { kind: own.kind, place });
  } finally {
    await esbuild.stop?.();
  }
}
