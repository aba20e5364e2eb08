// The processes that a client starts. Rules:
//
// - They stay in the host's group of processes, `detached` or not, so that ending the host ends them, too.
// - Those of one run are ended when it is over: the next instance of the module starts its own.

import { ChildProcess } from 'node:child_process';

const begun = new Set();
const spawn = ChildProcess.prototype.spawn;

ChildProcess.prototype.spawn = function within(options) {
  begun.add(this);
  return spawn.call(this, { ...options, detached: false });
};

export function endChildren() {
  begun.forEach((one) => one.kill('SIGKILL'));
  begun.clear();
}
