// Work in steps: a generator that yields what it waits for. What needs no wait is done when `now` returns, without a
// promise and without a turn of the event loop, which cost more than a short run.

// Runs `steps` to its end. Gives its result, or a promise of it where it has to wait.
export function now(steps) {
  const { done, value } = steps.next();
  return done ? value : later(steps, value);
}

async function later(steps, first) {
  for (let wait = first; ;) {
    let step;
    try {
      wait = await wait;
    } catch (error) {
      step = steps.throw(error);
    }
    step ??= steps.next(wait);
    if (step.done) {
      return step.value;
    }
    wait = step.value;
  }
}
