// The script of a .vue file, by the project's own compiler: of Vue 3, or of Vue 2.7.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toolOf } from '../loading/project.mjs';

// Vue's own brings TypeScript with it, where that is there, for types that are imported.
const COMPILERS = [['vue', 'compiler-sfc/index.js'], ['@vue/compiler-sfc', 'dist/compiler-sfc.cjs.js'], ['@vue/compiler-sfc', 'dist/compiler-sfc.js']];

async function compilerOf(project) {
  for (const [name, entry] of COMPILERS) {
    const folder = toolOf(project, name);
    const found = folder && await import(pathToFileURL(path.join(folder, entry)).href).catch(() => undefined);
    if (found) {
      return found.default ?? found;
    }
  }
  throw Object.assign(new Error('no compiler for .vue'), { kind: 'no-vue' });
}

const blank = (text) => text.replace(/[^\n]/g, '');

// `text` with an empty template, every line at its place. Without one, or with one in another language, all imports would
// count as used, and so types as values.
function withoutTemplate(text, template) {
  if (!template) {
    return `${text}\n<template></template>`;
  }
  const [start, end] = template.loc ? [template.loc.start.offset, template.loc.end.offset] : [template.start, template.end];
  const tag = text.lastIndexOf('<template', start);
  return `${text.slice(0, tag)}<template>${blank(text.slice(tag, end))}${text.slice(end)}`;
}

// { code, lang, map } of the script in `text`, the component as default export. The template and the styles show nothing
// that a check reads. Raises an error with `kind: 'no-vue'` without a compiler, with `place` where the file is wrong.
export async function scriptOf(project, text, file) {
  const compiler = await compilerOf(project);
  const parse = (of) => (compiler.parseComponent === undefined ? compiler.parse(of, { filename: file }) : { descriptor: compiler.parse({ source: of, filename: file }) });
  const { descriptor: { template } } = parse(text);
  const { descriptor, errors = [] } = parse(withoutTemplate(text, template));
  const { script, scriptSetup } = descriptor;
  if (errors.length > 0) {
    throw Object.assign(new Error(errors[0].message), { place: `${file}:${errors[0].loc?.start.line ?? 1}` });
  }
  if (!script && !scriptSetup) {
    return { code: 'export default {}', lang: 'js' };
  }
  const lang = (scriptSetup ?? script).lang ?? 'js';
  try {
    const { content, map } = compiler.compileScript(descriptor, { id: 'chunktape', isProd: false, inlineTemplate: false });
    return { code: content, lang: lang === 'uts' ? 'ts' : lang, map };
  } catch (error) {
    const [, line] = /^(\d+) *\|.*\n *\| *\^/m.exec(error.message) ?? []; // the line of its frame of the file
    const [words] = error.message.split('\n');
    throw Object.assign(new Error(words.replace(/^\[@?vue\/[\w-]+\] /, '').replace(/ \(\d+:\d+\)$/, '')), { place: line === undefined ? file : `${file}:${line}` });
  }
}
