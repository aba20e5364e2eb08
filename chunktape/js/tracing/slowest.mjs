// The client's own line at which most of the time goes by, as V8's profiler samples it.
//
// Rules:
// - A builtin's time (split, replace, concat) is that of the line that calls it: V8 says so.
// - The collector's time, and that of Node, belong to no line. A line that has less than `MOST` of the client's own
//   samples is not named: several could be meant.
// - V8 tells the line of a function that it has built into another one only where it compiled both while it sampled: so
//   the client is compiled anew, after this begins.

import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { compileAnew } from '../loading/files.mjs';
import { ownPlace } from '../where.mjs';

const EVERY = 200; // µs between two samples
const MOST = 0.6;
const FEW = 20; // samples that say nothing yet

// Begins to sample, ahead of the client's loading; the function that it gives ends that, and gives `file:line`, or ''.
export function watchSlowest() {
  const session = new Session();
  session.connect();
  const ask = (method, parameters = {}) => {
    let found;
    session.post(method, parameters, (error, result) => { found = result; });
    return found;
  };
  ask('Profiler.enable');
  ask('Profiler.setSamplingInterval', { interval: EVERY });
  ask('Profiler.start');
  compileAnew(true);
  return () => {
    compileAnew(false);
    const { profile } = ask('Profiler.stop') ?? { profile: { nodes: [] } };
    session.disconnect();
    return slowestOf(profile.nodes);
  };
}

function slowestOf(nodes) {
  const ticks = new Map();
  let all = 0;
  for (const { callFrame: { url }, positionTicks = [] } of nodes) {
    const name = url.startsWith('file:') ? fileURLToPath(url) : url;
    for (const { line, ticks: count } of name.startsWith('node:') || name === '' ? [] : positionTicks) {
      const place = ownPlace(name, line, 1)?.join(':');
      if (place !== undefined) {
        ticks.set(place, (ticks.get(place) ?? 0) + count);
        all += count;
      }
    }
  }
  const [place, count] = [...ticks].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return all >= FEW && count >= MOST * all ? place : '';
}
