// Where in the author's own files an error comes from, by its stack.

import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FRAME = /(?:\(|at |^)((?:file:\/\/)?[^\s()][^()]*?):(\d+)(?::(\d+))?\)?$/;

const OURS = path.dirname(path.dirname(fileURLToPath(import.meta.url))) + path.sep;
const isOwn = (file) => path.isAbsolute(file) && !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(OURS);

// `bundles`: the name under which a bundle runs -> { map, folder }.
export function createPlaces(bundles) {
  const maps = new Map();

  function mapped(name, line, column) {
    const { map, folder } = bundles.get(name);
    if (!maps.has(name)) {
      maps.set(name, new SourceMap(map));
    }
    const { originalSource, originalLine } = maps.get(name).findEntry(line - 1, column - 1);
    return originalSource === undefined ? undefined : [path.resolve(folder, originalSource), originalLine + 1];
  }

  function placeOf(frame) {
    const [, name, line, column] = FRAME.exec(frame.trim()) ?? [];
    if (name === undefined) {
      return undefined;
    }
    const file = name.startsWith('file:') ? fileURLToPath(name) : name;
    const [own, at] = (bundles.has(file) ? mapped(file, Number(line), Number(column ?? 1)) : [file, Number(line)]) ?? [];
    return own !== undefined && isOwn(own) ? `${own}:${at}` : undefined;
  }

  // `file:line` of the first frame that is the client's own, or ''.
  return (error) => {
    const stack = typeof error?.stack === 'string' ? error.stack.split('\n') : [];
    return stack.map(placeOf).find((place) => place !== undefined) ?? '';
  };
}
