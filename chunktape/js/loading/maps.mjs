// Where a place in a bundle stands in the author's files.

import { SourceMap } from 'node:module';
import path from 'node:path';

const maps = new Map(); // the name under which a bundle runs -> { map, folder, parsed }

export function keepMap(name, { map, folder }) {
  maps.set(name, { map, folder, parsed: null });
}

// What `keepMap` was given, for another thread.
export const everyMap = () => [...maps].map(([name, { map, folder }]) => [name, { map, folder }]);

export const isMapped = (name) => maps.has(name);

// [file, line] of a place in a bundle, line and column from 1; undefined where no source is known.
export function originalOf(name, line, column) {
  const one = maps.get(name);
  one.parsed ??= new SourceMap(one.map);
  const { originalSource, originalLine } = one.parsed.findEntry(line - 1, column - 1);
  return originalSource === undefined ? undefined : [path.resolve(one.folder, originalSource).replace(/\.script\.\w+$/, ''), originalLine + 1];
}
