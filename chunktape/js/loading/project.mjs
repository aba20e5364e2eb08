// A client's project: its folder, what imports may mean there, and the tools that build it.
//
// Rules:
// - An import means, in this order: a file beside the one that imports; what `paths` of tsconfig.json or jsconfig.json,
//   or `resolveAlias` of a mini-program's app.json say; by convention `@/` is the folder with pages.json, else src/, else
//   the project's; `/x` is a file of the mini-program, and so is a bare name in one.
// - A tool is the project's own; else the one beside chunktape, in the current folder, or the global one.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { isProvided } from '../platform/packages.mjs';

const CODE = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.uts', '.vue', '.nvue', '.uvue'];
export const ENDINGS = ['', ...CODE, '.json', ...CODE.map((ending) => `/index${ending}`)];
// Files that a tool has to turn into JavaScript.
export const TO_BUILD = /\.(?:[mc]?ts|tsx|jsx|uts|vue|nvue|uvue)$/;
const CONFIGS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.cts'].map((ending) => `vite.config${ending}`);
// Packages of uni-app's runtimes mean its object, which is ours, whether they are installed or not.
const UNI = /(?:^|[\\/]node_modules[\\/])@dcloudio[\\/]uni-(?:mp-(?!vue|runtime|compiler|vite)[a-z]+|h5)(?:[\\/]|$)/;

const isFile = (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;

// What an import of a platform's own package stands for: `uni`, the name of the package, or undefined.
export const platformObject = (wanted) => (UNI.test(wanted) ? 'uni' : isProvided(wanted) ? wanted : undefined);

// `folder` and those above it.
function* upwards(folder) {
  for (let at = folder, last = null; at !== last; at = path.dirname(at)) {
    yield at;
    last = at;
  }
}

const nearest = (folder, ...names) => [...upwards(folder)].find((at) => names.some((name) => isFile(path.join(at, name))));

// JSON with comments and trailing commas, as in the configuration of tools: read as a JavaScript expression.
function relaxedJson(file) {
  try {
    return vm.runInNewContext(`(${fs.readFileSync(file, 'utf8')}\n)`, {}, { timeout: 1000 }) ?? {};
  } catch (error) {
    return {};
  }
}

// [pattern, targets] of `paths`, the targets as absolute names; `*` stands for the same in both.
function pathsOf(file, seen = []) {
  const { extends: base, compilerOptions: { baseUrl, paths } = {}, references = [] } = relaxedJson(file);
  if (paths) {
    const folder = path.resolve(path.dirname(file), baseUrl ?? '.');
    return Object.entries(paths).map(([pattern, targets]) => [pattern, targets.map((target) => path.resolve(folder, target))]);
  }
  const others = [base, ...references.map((one) => one.path)].flat().filter((one) => typeof one === 'string' && one.startsWith('.'));
  return others.flatMap((one) => {
    const other = ['', '.json', '/tsconfig.json'].map((ending) => path.resolve(path.dirname(file), one) + ending).find(isFile);
    return other && !seen.includes(other) ? pathsOf(other, [...seen, file]) : [];
  });
}

function aliasesOf(start, root, mini) {
  const config = nearest(start, 'tsconfig.json', 'jsconfig.json');
  const found = ['tsconfig.json', 'jsconfig.json'].map((name) => path.join(config ?? root, name)).filter(isFile).flatMap((name) => pathsOf(name));
  for (const [pattern, target] of Object.entries(mini ? relaxedJson(path.join(mini, 'app.json')).resolveAlias ?? {} : {})) {
    found.push([pattern, [path.join(mini, target)]]);
  }
  const source = nearest(start, 'pages.json') ?? (fs.existsSync(path.join(root, 'src')) ? path.join(root, 'src') : root);
  for (const sign of ['@', '~@', '~']) {
    found.push([`${sign}/*`, [path.join(source, '*')]]);
  }
  return found;
}

// The project of the client in `file`.
export function projectOf(file) {
  const start = path.dirname(path.resolve(file));
  const root = nearest(start, 'package.json', ...CONFIGS) ?? nearest(start, 'pages.json', 'app.json', 'tsconfig.json', 'jsconfig.json') ?? start;
  const mini = nearest(start, 'app.json');
  const manifest = nearest(start, 'manifest.json');
  const isVue2 = manifest !== undefined && /"vueVersion"\s*:\s*"2"/.test(fs.readFileSync(path.join(manifest, 'manifest.json'), 'utf8'));
  return {
    start,
    root,
    mini,
    vue: isVue2 ? 'VUE2' : 'VUE3',
    aliases: aliasesOf(start, root, mini),
    config: CONFIGS.map((name) => path.join(nearest(start, ...CONFIGS) ?? root, name)).find(isFile),
  };
}

// The names of the packages that a project depends on.
export function packagesOf({ root }) {
  const { dependencies, devDependencies } = relaxedJson(path.join(root, 'package.json'));
  return Object.keys({ ...dependencies, ...devDependencies });
}

export const isOwn = (wanted) => wanted.startsWith('.') || path.isAbsolute(wanted);

function* candidates(project, wanted, from) {
  if (isOwn(wanted)) {
    yield path.resolve(path.dirname(from), wanted);
  }
  for (const [pattern, targets] of project.aliases) {
    const [head, tail] = pattern.split('*');
    if (tail === undefined ? wanted === pattern : wanted.length >= head.length + tail.length && wanted.startsWith(head) && wanted.endsWith(tail)) {
      const middle = tail === undefined ? '' : wanted.slice(head.length, wanted.length - tail.length);
      yield* targets.map((target) => target.replace('*', () => middle));
    }
  }
  if (project.mini !== undefined && !wanted.startsWith('.')) {
    yield path.join(project.mini, wanted);
    yield path.join(project.mini, 'miniprogram_npm', wanted);
    yield path.resolve(path.dirname(from), wanted);
  }
}

// The names without ending that `wanted` may mean where `from` imports it.
export const basesOf = (project, wanted, from) => [...candidates(project, wanted, from)].map((base) => base.replace(/(?:\/index)?\.(?:[mc]?[jt]sx?|uts|n?vue|uvue|json)$/, ''));

// The file that `wanted` means where `from` imports it, or undefined: a package, or nothing.
export function fileOf(project, wanted, from) {
  for (const base of candidates(project, wanted, from)) {
    const found = ENDINGS.map((ending) => base + ending).find(isFile);
    // TypeScript's own modules are imported by the name that they will have
    const typed = found ?? (/\.[mc]?js$/.test(base) && isFile(base.replace(/js$/, 'ts')) ? base.replace(/js$/, 'ts') : undefined);
    if (typed) {
      return typed;
    }
  }
  return undefined;
}

function packageIn(folder, name) {
  const found = [...upwards(folder)].map((at) => path.join(at, 'node_modules', name)).find((at) => isFile(path.join(at, 'package.json')));
  return found && fs.realpathSync(found);
}

// The folder of a global package: by its command in PATH, or where Node's own npm puts it.
function globalPackage(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const command = folders.map((folder) => path.join(folder, name)).find(isFile);
  const near = command && nearest(path.dirname(fs.realpathSync(command)), 'package.json');
  const beside = [path.join(process.execPath, '../../lib/node_modules'), path.join(process.execPath, '../node_modules'), path.join(process.env.APPDATA ?? '', 'npm/node_modules')];
  return [near ?? '', ...beside.map((at) => path.join(at, name))].find((at) => path.basename(at) === path.basename(name) && isFile(path.join(at, 'package.json')));
}

// The folder of the project's own package, or undefined.
export const ownPackage = (project, name) => packageIn(project.start, name);

// The folder of a tool, or undefined.
export function toolOf(project, name) {
  const vite = ownPackage(project, 'vite');
  const places = [project.start, vite, path.dirname(fileURLToPath(import.meta.url)), process.cwd()];
  return places.map((place) => place && packageIn(place, name)).find(Boolean) ?? globalPackage(name);
}

export const versionOf = (folder) => JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
