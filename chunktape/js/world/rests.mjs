// The time between two pieces, and behind the last one.
//
// Rules:
// - The client's state is read whenever time has gone on.
// - Where nothing has stirred in the whole run (stirs.mjs) and no timer is due, time goes on without a turn of the loop.

import { isStill } from './stirs.mjs';

export const SOON = 250; // ms
const LATE = 120000;
const RESTS = 5;
const MOST = 20000; // values of a run, above which its timers are no longer waited for
const NEVER = 24 * 3600 * 1000;
const QUIET = 100; // turns of the loop without a piece taken

// Steps: time goes on by up to `ms`.
export function* advance(world, ms) {
  if (isStill() && !world.clock.isDue(ms)) {
    world.clock.pass();
  } else {
    yield world.clock.advance(ms, world.settle);
  }
  world.looked();
}

// Steps: timers of up to `LATE` ms run, again while the client gives further values, up to `RESTS` times; a run that is
// not over then is `late`.
export function* rest(world) {
  const { said } = world.result;
  let count = -1;
  for (let times = 0; times < RESTS && count < said.length && said.length < MOST; times += 1) {
    count = said.length;
    yield* advance(world, LATE);
  }
  world.result.late = count > 0 && count < said.length;
}

// Steps: a client without any value may have a timer for much later. Its value is no answer: the run is `late`.
export function* waits(world) {
  const { result } = world;
  if (result.said.length === 0 && !result.error && world.look === '') {
    yield* advance(world, NEVER);
    result.late = result.said.length > 0;
    result.said = [];
  }
}

// Waits for a client that takes pieces as it likes; time goes on while it takes none. One that waits for something that
// never comes has failed; one whose timers run behind a piece (an answer that is typed) does not wait.
export async function attended(driven, world) {
  let isOver = false;
  let seen = -1;
  let ran = 0;
  let quiet = 0;
  driven.then(() => { isOver = true; });
  for (await world.settle(); !isOver && quiet < QUIET; await world.settle()) {
    quiet = world.result.delivered === seen && world.clock.ran === ran ? quiet + 1 : 0;
    seen = world.result.delivered;
    ran = world.clock.ran;
    if (quiet % 10 === 9) {
      await world.clock.advance(SOON, world.settle);
      ran = world.clock.ran; // these ran because time went on here
    }
  }
  if (!isOver) {
    world.fail(new Error('it waits for something that never comes'));
  }
}
