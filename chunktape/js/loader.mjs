// Loads a client's module into a realm, a fresh instance for each run. Needs `node --experimental-vm-modules
// --experimental-import-meta-resolve`.
//
// Rules:
// - Files of the client are new in each instance; packages and Node's own modules are loaded once. A bundle, packages and
//   all, is one function, compiled once per realm and called for each instance.
// - The first instance in a realm has real modules; further ones are made by functions that were compiled once, if
//   every module of the client allows it (loading/instances.mjs), else they are real modules, too.
// - A .mjs file, and a .js file with an import or export of its own, is an ES module; others are CommonJS.
// - The meaning of an import is found by loading/imports.mjs; a missing one gets a stub, and `stubbed` names it.
// - A file that a tool has to build first raises an error with `build`; the bundles come with the next `open`.

import { createRequire } from 'node:module';
import { bundleName, client, functionOf, readText, setClient, stubbed } from './loading/files.mjs';
import { platformOf } from './loading/ifdef.mjs';
import { placed, requiredStandIn, setAt, setPlaced } from './loading/imports.mjs';
import { keepMap } from './loading/maps.mjs';
import { packagesOf } from './loading/project.mjs';
import { createInstance, namespaceFrom } from './loading/instance.mjs';

export { readText, stubbed };

// From now on `target` is what is loaded: { entry, stubs, bundles }, the bundles by platform, as building/build.mjs makes
// them.
export function open(target) {
  setClient(target);
  Object.entries(client.bundles).forEach(([platform, bundle]) => keepMap(bundleName(platform), bundle));
}

// The names of the packages that the client's project has in its package.json.
export const packages = () => packagesOf(client.project);

// The storage that the platform starts with, as [key, value].
export const storedValues = () => placed(client, 'storage').map((stub) => [stub.path[0], stub.value]);

// Sets the values of `--stub globalData.` and `--stub global.` in a realm.
export function provide(globals) {
  if (client.stubs.length === 0) {
    return;
  }
  if (placed(client, 'globalData').length > 0) {
    setPlaced(client, 'globalData', globals.getApp().globalData);
  }
  setPlaced(client, 'global', globals);
}

function bundled(platform, context) {
  const name = bundleName(platform);
  const module = { exports: {} };
  const native = createRequire(client.entry);
  const require = (wanted) => requiredStandIn(client, wanted, context ?? globalThis) ?? native(wanted);
  functionOf(name, client.bundles[platform].code, name, context)
    .call(module.exports, require, module, module.exports, client.entry, client.project.start);
  return namespaceFrom(module.exports);
}

const ownBundle = (platform) => (platform in client.bundles ? platform : Object.keys(client.bundles)[0]);

// The same as `loadFresh` without a wait; undefined where there is something to wait for.
export function freshNow(context, profile) {
  if (placed(client, 'global').some((stub) => stub.file !== undefined)) {
    return undefined;
  }
  const platform = platformOf(profile);
  const built = ownBundle(platform);
  return built === undefined ? createInstance(context, platform).made(client.entry) : bundled(built, context);
}

// The exports of a fresh instance of the client in `context`, as the profile's platform has it.
export async function loadFresh(context, profile) {
  const platform = platformOf(profile);
  const instance = createInstance(context, platform);
  for (const { path, file } of placed(client, 'global').filter((stub) => stub.file !== undefined)) {
    const exports = await instance.load(file);
    setAt(context ?? globalThis, path, exports.default ?? exports);
  }
  const built = ownBundle(platform);
  return built === undefined ? instance.load(client.entry) : bundled(built, context);
}
