// The meaning of a client's import: a file of its own, a package, an object of the platform, or a stand-in. The same
// rules hold for modules that Node runs directly and for those that a tool bundles.
//
// Rules:
// - A value of `--stub` replaces the import that it names, whether that exists or not; it names it by the import's
//   text, or by the file.
// - A bundle asks for a stand-in by name: `chunktape:` with the kind, how it is asked for, and what the client imports.
// - An import that is neither a file nor a package is missing: a stub stands in for it, and the report names it.

import { provided } from '../platform/packages.mjs';
import { basesOf, fileOf, platformObject } from './project.mjs';
import { createStub } from '../platform/stub.mjs';
import { held } from '../platform/vue.mjs';
import { namespaceOf } from './namespace.mjs';

const SCHEME = 'chunktape:';
const IN_PACKAGE = /[\\/]node_modules[\\/]/;
const NAME = /^[A-Za-z_$][\w$]*$/;

function names({ project, entry }, stub, wanted, from) {
  const meant = basesOf(project, wanted, from);
  return stub.module === wanted || basesOf(project, stub.module, entry).some((base) => meant.includes(base));
}

// Whether a file is a package's and not the client's; the client may be a package itself.
export const inPackage = (client, file) => IN_PACKAGE.test(file) && !IN_PACKAGE.test(client.entry);

// What `wanted` means where `from` imports it: { object }, { given }, { file, set } or {}: a package, or nothing. `set`
// are the stubs that give one value in it.
export function meaningOf(client, wanted, from) {
  const object = platformObject(wanted);
  if (inPackage(client, from)) {
    return { object, set: [] }; // a package's own imports are left alone
  }
  const file = fileOf(client.project, wanted, from);
  const stubs = client.stubs.filter((stub) => stub.module !== undefined && names(client, stub, wanted, from));
  const whole = stubs.find((stub) => stub.path.length === 0);
  const set = stubs.filter((stub) => stub.path.length > 0);
  if (whole?.file !== undefined) {
    return { file: whole.file, set };
  }
  if (whole !== undefined) {
    return { given: whole, set };
  }
  return object === undefined ? { file, set } : { object, set };
}

export const standInId = (kind, how, wanted) => `${SCHEME}${kind}/${how}/${wanted}`;

// Whether an import needs a wrapper module.
export const isWrapped = (wanted, set) => set.length > 0 || wanted === 'pinia';

// The text of a module that is `real`, a bundler's name for it, with some values of it given; pinia has a place for its
// stores.
export function wrapperText(real, wanted, set) {
  if (set.length === 0) {
    const name = JSON.stringify(real);
    return `import { createPinia, setActivePinia } from ${name};\nsetActivePinia(createPinia());\nexport * from ${name};`;
  }
  const firsts = [...new Set(set.map((stub) => stub.path[0]))].filter((one) => NAME.test(one) && one !== 'default');
  const name = JSON.stringify(real);
  return [
    `import * as real from ${name};`,
    `import { into } from ${JSON.stringify(standInId('set', 'import', set[0].module))};`,
    `export * from ${name};`,
    'const made = into(real);',
    'export default made.default;',
    ...firsts.map((one, number) => `const given${number} = made.${one}; export { given${number} as ${one} };`),
  ].join('\n');
}

// Sets the value at a path, and makes what is not there on the way.
export function setAt(object, [first, ...rest], value) {
  if (rest.length === 0) {
    object[first] = value;
  } else {
    object[first] ??= {};
    setAt(object[first], rest, value);
  }
}

// The exports of `real`, with the values that `set` gives: in an export, else in the default export, else as an export.
export function withSet(real, set) {
  const made = { ...real };
  for (const { path: at, value } of set) {
    const isDeep = !(at[0] in made) && made.default !== null && ['object', 'function'].includes(typeof made.default);
    setAt(isDeep ? made.default : made, at, structuredClone(value));
  }
  return made;
}

// The exports of `--stub MODULE=VALUE`.
const givenExport = (value, key) => (key === 'default' ? value : value !== null && typeof value === 'object' ? value[key] : undefined);

// What stands in: { exports: how one export is read, value: what `require` gives }. `globals` are those of the realm.
export function standIn(client, kind, wanted, globals) {
  if (kind === 'object') {
    const own = provided(wanted, globals);
    if (own !== undefined) {
      return { exports: (key) => own[key] ?? (key === 'default' ? own : typeof key === 'string' && key !== 'then' ? own.default?.[key] : undefined), value: { __esModule: true, ...own } };
    }
    const of = globals[wanted];
    return { exports: (key) => (['default', 'index', wanted].includes(key) ? of : of?.[key]), value: of };
  }
  const stubs = client.stubs.filter((stub) => stub.module !== undefined);
  if (kind === 'given') {
    const value = structuredClone(stubs.find((one) => one.module === wanted && one.path.length === 0).value);
    return { exports: (key) => givenExport(value, key), value };
  }
  const stub = createStub(held(wanted)); // stubs of vue and pinia hold values
  for (const one of stubs.filter((each) => each.module === wanted && each.path.length > 0)) {
    setAt(stub, one.path, structuredClone(one.value));
  }
  return { exports: (key) => stub[key], value: stub };
}

// The result of a bundle's `require` of a stand-in, or undefined where `id` names none.
export function requiredStandIn(client, id, globals) {
  const [, kind, how, wanted] = /^chunktape:(\w+)\/(\w+)\/([^]*)$/.exec(id) ?? [];
  if (kind === undefined) {
    return undefined;
  }
  if (kind === 'set') {
    const set = client.stubs.filter((stub) => stub.module === wanted && stub.path.length > 0);
    return { __esModule: true, into: (real) => withSet(real, set) };
  }
  const { exports, value } = standIn(client, kind, wanted, globals);
  return how === 'require' ? value : namespaceOf(exports);
}

// The values of `--stub storage.KEY`, `globalData.PATH`, `global.PATH`: `place` names which.
export function placed(client, place) {
  return client.stubs.filter((stub) => stub.place === place);
}

// Sets the stubs of a place in `object`.
export function setPlaced(client, place, object) {
  placed(client, place).filter((stub) => stub.file === undefined).forEach((stub) => setAt(object, stub.path, structuredClone(stub.value)));
}
