// Drives the mini-program example's typewriter tick by tick. Prints JSON of what it showed.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRealm, requireInto } from '../../chunktape/js/sandbox.mjs';

const FILE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples/miniprogram/typewriter.js');

// A typewriter whose clock is tick(); gives what was shown, lone surrogates as U+FFFD.
function create() {
  let due = null;
  const shown = [];
  const realm = createRealm({
    setInterval: (act) => {
      due = act;
      return 1;
    },
    clearInterval: () => {
      due = null;
    },
  });
  const { createTypewriter } = requireInto(realm, FILE);
  const typewriter = createTypewriter((text) => shown.push(Buffer.from(text).toString()));
  function tick(times = Infinity) {
    let ticks = 0;
    while (due && ticks < times) {
      due();
      ticks += 1;
    }
    return ticks;
  }
  return { typewriter, shown, tick };
}

const results = {};

const growing = create();
growing.typewriter.set('你好，👍🏽世界'.repeat(10));
growing.tick();
results.grows = growing.shown;
results['ticks after the end'] = growing.tick();

const corrected = create();
corrected.typewriter.set('今晚');
corrected.tick(1);
corrected.typewriter.set('今天下雨');
corrected.typewriter.finish();
results.corrected = corrected.shown;

const finished = create();
finished.typewriter.set('abcdefgh');
finished.typewriter.finish();
finished.typewriter.finish();
finished.tick();
results.finished = finished.shown;

const stopped = create();
stopped.typewriter.set('abc');
stopped.typewriter.stop();
stopped.tick();
results.stopped = stopped.shown;

process.stdout.write(`${JSON.stringify(results)}\n`);
