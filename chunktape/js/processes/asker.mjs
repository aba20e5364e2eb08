// The process that asked for this one. When it is gone, this process ends, and all of its group. Rules:
//
// - A worker looks: it does so while the client, or a tool that builds it, is in a loop that never ends.
// - Who asked is gone when the number of the parent changes, or when no process has that number any more: on Windows the
//   parent's number stays, and a launcher of Node may stand between the two.
// - A number that names no process from the first is one of another machine's, or container's: nothing follows from it.

import { SHARE_ENV, Worker, isMainThread, workerData } from 'node:worker_threads';

const EVERY = 500; // ms

const exists = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

function look() {
  const { asker, parent } = workerData;
  const watched = [asker, parent].filter(exists);
  setInterval(() => {
    if (process.ppid !== parent || !watched.every(exists)) {
      process.kill(process.platform === 'win32' ? process.pid : 0, 'SIGKILL'); // 0: the group, which `pipe.py` made
    }
  }, EVERY);
}

// Ends this process when the one with the number `asker` is gone; without a number never.
export function endWith(asker) {
  if (asker > 0) {
    const workerData = { asker, parent: process.ppid };
    new Worker(new URL(import.meta.url), { workerData, env: SHARE_ENV, execArgv: [] }).unref();
  }
}

if (!isMainThread && workerData?.asker > 0) {
  look();
}
