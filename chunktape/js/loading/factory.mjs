// An ES module as a function that gives a new instance with each call: a module of its own for each run would be compiled
// anew, and V8 would learn nothing of the client from one run to the next.
//
// Rules:
// - Only certain cases are taken: each import and export is a statement at the beginning of a line, and together they
//   are exactly those that V8 found in the module. A module with anything else (await outside of functions, import(),
//   `export let`, `export ... from`, an exported name that is set again, a property of `import * as` that is set) has
//   no factory: null.
// - Exports are values, not getters: V8 gives each new object with getters a hidden class of its own, which lives on and
//   holds the whole instance until the old generation is collected.
// - Lines keep their numbers.

import vm from 'node:vm';

const IMPORT = /^import\s*(?:([\w$]+)\s*,?\s*)?(?:\{([^{}]*)\}\s*|\*\s*as\s+([\w$]+)\s*)?(?:from\s*)?(['"])([^'"\n]+)\4[ \t]*;?/gm;
const LIST = /^export\s*\{([^{}]*)\}[ \t]*;?/gm;
const DECLARED = /^export\s+(default\s+)?(?=(?:async\s+)?function\b\s*\*?\s*([\w$]+)|class\s+([\w$]+)|const\s+([\w$]+)\s*=)/gm;
const DEFAULT = /^export\s+default\s+/gm;
const UNCERTAIN = /\bimport\s*\(|^export\s*(?:\*|\{[^{}]*\}\s*from\b)/m;
const GIVEN = '__chunktape'; // { imports, meta }

const escaped = (name) => name.replace(/\$/g, '\\$');
const breaks = (text) => text.replace(/[^\n]/g, '');

// [name, name outside] of `a, b as c`; null for any other form.
function pairsOf(list) {
  const pairs = list.split(',').map((one) => one.trim()).filter(Boolean).map((one) => /^([\w$]+)(?:\s+as\s+([\w$]+))?$/.exec(one));
  return pairs.includes(null) ? null : pairs.map(([, inner, outer = inner]) => [inner, outer]);
}

function bindings(name, list, all, source) {
  const pairs = list === undefined ? [] : pairsOf(list);
  if (pairs === null) {
    return null;
  }
  const parts = [...(name === undefined ? [] : [['default', name]]), ...pairs].map(([inner, outer]) => `${inner}: ${outer}`);
  return `${parts.length ? `const { ${parts.join(', ')} } = ${source};` : ''}${all === undefined ? '' : `const ${all} = ${source};`}`;
}

const isSame = (a, b) => a.length === new Set(a).size && JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const OPENS = { '}': '{', ']': '[' };
const LONGEST = 2000; // characters of a pattern that are looked through

// The patterns that a text assigns to and does not declare: `({ a } = b)`, `[a] = b`, `for ([a] of b)`.
function patternsSet(text) {
  return [...text.matchAll(/[}\]]\s*(?:=(?![=>])|(?:of|in)\b)/g)].map(({ index }) => {
    const close = text[index];
    const least = Math.max(0, index - LONGEST);
    let start = index - 1;
    for (let depth = 1; start > least; start -= 1) {
      depth += text[start] === close ? 1 : text[start] === OPENS[close] ? -1 : 0;
      if (depth === 0) {
        break;
      }
    }
    return /\b(?:const|let|var)\s*$/.test(text.slice(Math.max(0, start - 20), start)) ? '' : text.slice(start, index + 1);
  });
}

// The matches of what a text assigns to and does not declare by `const`. `place`: a pattern.
function* assignments(text, place) {
  for (const found of text.matchAll(new RegExp(`(?<![\\w$.])(const\\s+)?(${place})\\s*(?:[-+*/%&|^?<>]*=(?![=>])|\\+\\+|--)`, 'g'))) {
    if (!found[1]) {
      yield found;
    }
  }
}

// The names that a text sets, and some that it declares. It is read once, whatever the number of names: a module may
// have thousands of exports.
function namesSet(text) {
  const assigned = [...assignments(text, '[\\w$]+')].map(([, , name]) => name);
  const counted = [...text.matchAll(/(?:\+\+|--|\bfor\s*(?:await\s*)?\()\s*([\w$]+)/g)].map(([, name]) => name);
  const inPatterns = [...patternsSet(text).join('\n').matchAll(/(?<![\w$.])[\w$]+/g)].map(([name]) => name);
  return new Set([...assigned, ...counted, ...inPatterns]);
}

// `module`: the vm.SourceTextModule of `text`, evaluated. Gives { wants, make } or null: the specifiers of what it imports,
// and the function of their namespaces by specifier, and import.meta, that gives the exports.
export function factoryOf(module, text, context) {
  const { identifier: filename, namespace } = module;
  const wants = [];
  const wholes = []; // the names of what is imported by `* as`
  const exported = []; // [inner, outer]
  let isCertain = !UNCERTAIN.test(text);
  const body = text.replace(IMPORT, (whole, name, list, all, quote, wanted) => {
    wants.push(wanted);
    wholes.push(...(all === undefined ? [] : [all]));
    const found = bindings(name, list, all, `${GIVEN}.imports[${JSON.stringify(wanted)}]`);
    isCertain = isCertain && found !== null;
    return `${found}${breaks(whole)}`;
  }).replace(LIST, (whole, list) => {
    const pairs = pairsOf(list);
    isCertain = isCertain && pairs !== null;
    exported.push(...(pairs ?? []));
    return breaks(whole);
  }).replace(DECLARED, (whole, isDefault, ...names) => {
    const name = names.slice(0, 3).find(Boolean);
    exported.push([name, isDefault ? 'default' : name]);
    return breaks(whole);
  }).replace(DEFAULT, (whole) => {
    exported.push([`${GIVEN}_default`, 'default']);
    return `const ${GIVEN}_default = ${breaks(whole)}`;
  }).replace(/\bimport\.meta\b/g, `${GIVEN}.meta`);
  const found = module.dependencySpecifiers ?? module.moduleRequests.map(({ specifier }) => specifier);
  const set = namesSet(body);
  const isSetIn = (all) => [...assignments(body, `${escaped(all)}\\s*(?:\\.\\s*[\\w$]+|\\[[^\\]]*\\])`)].length > 0;
  if (!isCertain || !isSame(wants, [...new Set(found)]) || !isSame(exported.map(([, outer]) => outer), Object.keys(namespace)) || exported.some(([name]) => set.has(name)) || wholes.some(isSetIn)) {
    return null;
  }
  const values = exported.map(([inner, outer]) => `${JSON.stringify(outer)}: ${inner}`).sort().join(', '); // a namespace is in the order of its names
  const start = "'use strict';";
  try {
    new vm.Script(`class Checked { static { ${body}\n} }`); // eslint-disable-line no-new -- refuses await outside of functions
    const make = vm.compileFunction(`${start}${body}\nreturn { __proto__: null, ${values} };`, [GIVEN], {
      filename, columnOffset: -start.length, parsingContext: context,
    });
    return { wants, make };
  } catch (error) {
    return null;
  }
}
