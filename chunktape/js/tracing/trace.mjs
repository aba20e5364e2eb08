// A traced run: beside the values, `marks` of what the client's code did, as [piece, kind, key, where].
//
// Rules:
// - `kind` is a builtin that threw, `U+FFFD` for a builtin that gave one, `ran` for a place that was run (once, with the
//   piece that first came there), or `gave` for one where the function that was called gave a value.
// - One run of a finding is traced, and its baseline: nothing of it is in other runs.

import { compileAnew, scriptText } from '../loading/files.mjs';
import { platformOf } from '../loading/ifdef.mjs';
import { countBlocks } from './coverage.mjs';
import { watchBuiltins } from './marks.mjs';

const LOOKS = 300; // at which places are taken one by one; what comes later is taken at the end
const MARKS = 2000; // of builtins

// Traces the run of `world` until the function that it gives is called.
export function trace(realm, world, profile) {
  let looks = LOOKS;
  const seen = new Set();
  compileAnew(true);
  const blocks = countBlocks((name) => scriptText(name, platformOf(profile)));
  const stop = watchBuiltins(realm.builtins, MARKS, (kind, key, where) => world.mark(kind, key, where));
  function ran() {
    const found = blocks.take(world.giver);
    found.ran.filter((place) => !seen.has(place)).forEach((place) => {
      seen.add(place);
      world.mark('ran', '', place);
    });
    found.gave.forEach((place) => world.mark('gave', '', place));
  }
  world.looks.push(() => {
    looks -= 1;
    if (looks >= 0) {
      ran();
    }
  });
  return () => {
    stop();
    ran();
    blocks.end();
    compileAnew(false);
  };
}
