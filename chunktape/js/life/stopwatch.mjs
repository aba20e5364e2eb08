// How long a client takes for a body in pieces of one byte: the time of the feeding alone.
//
// Rules:
// - A decoder gets one piece after the other, without a pause; a promise that it returns is awaited. The chunk
//   listeners of a request are called through the platform.
// - The client's values are dropped. The loop turns, and timers run, after each `TURN` pieces.
// - The time is processor time or elapsed time, whichever is less: a busy machine makes only the second longer.
// - A client that takes too long is not fed to the end: `fed` says how far.
// - With `trace` the client is sampled meanwhile: `slow` is its own line at which most of the time goes by, or empty.

import { driven, PULLS } from '../entries/drive.mjs';
import { watchSlowest } from '../tracing/slowest.mjs';
import { SOON } from '../world/rests.mjs';
import { World } from '../world/world.mjs';

const TURN = 4096;
const TOO_LONG = 2000; // ms
const HEADERS = ['Content-Type', 'text/event-stream; charset=utf-8'];

export function createStopwatch({ realm, body, feed, look, events, callbacks, wantsChunks, sought, entry, trace = false }) {
  const world = new World({ realm, body, feed, look, events, callbacks, wantsChunks, sought });
  const pieces = piecesOf();
  const result = { ms: 0, fed: 0, error: '', slow: '' };
  const slowest = trace ? watchSlowest() : () => ''; // before the client is loaded
  let pouring = null; // the feeding of a request's listeners, where the client asks

  // One piece per byte; equal bytes share a piece, which is never written to.
  function piecesOf() {
    if (!PULLS.has(entry.way)) {
      return Array.from(body, (_, at) => body.subarray(at, at + 1));
    }
    if (feed === 'text') {
      return Array.from(body, (_, at) => world.tape.piece(at, at + 1, feed));
    }
    const known = new Map();
    return Array.from(body, (byte, at) => known.get(byte) ?? known.set(byte, world.tape.piece(at, at + 1, feed)).get(byte));
  }

  function started() {
    const worked = process.cpuUsage();
    const began = performance.now();
    return {
      // Called each `TURN` pieces; whether another one is to be fed.
      async goesOn() {
        await world.clock.advance(0, world.settle);
        return performance.now() - began < TOO_LONG;
      },
      async stop() {
        await world.clock.advance(0, world.settle); // a reader of a stream has yet to take the last pieces
        const { user, system } = process.cpuUsage(worked);
        result.ms = Math.min(performance.now() - began, (user + system) / 1000);
      },
    };
  }

  async function* pulled() {
    const run = started();
    for (const piece of pieces) {
      yield piece;
      result.fed += 1;
      if (result.fed % TURN === 0 && !await run.goesOn()) {
        break;
      }
    }
    await run.stop();
  }

  async function pour(take) {
    const run = started();
    for (const piece of pieces) {
      const given = take(piece);
      if (typeof given?.then === 'function') {
        await given;
      }
      result.fed += 1;
      if (result.fed % TURN === 0 && !await run.goesOn()) {
        break;
      }
    }
    await run.stop();
  }

  Object.assign(world, {
    say: () => {},
    feed: pour,
    chunks: pulled,
    send(request, on) {
      pouring = world.settle().then(async () => {
        await world.clock.advance(SOON, world.settle);
        on.head(200, HEADERS);
        await pour((piece) => on.data(piece));
        on.end();
        on.close();
      }).catch((error) => world.fail(error));
      return { destroy: () => {} };
    },
  });

  return {
    world,
    async play(namespace) {
      try {
        const run = driven(entry, namespace, world, realm);
        await world.settle();
        if (!PULLS.has(entry.way)) {
          if (pouring === null) {
            await world.rest();
          }
          await pouring;
        } else {
          await run;
        }
      } finally {
        result.slow = slowest();
      }
      world.over();
      world.clock.clear();
      return { ...result, error: world.result.error };
    },
  };
}
