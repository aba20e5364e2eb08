// Shows a growing text a few characters at a time, so that the page is drawn at a steady rate and not
// once per chunk: many small chunks would flood setData, one big chunk would jump.

const TICK_MS = 40;
const CATCH_UP_TICKS = 8; // what has arrived is on the screen after about this many ticks

function sharedLength(a, b) {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) {
    i += 1;
  }
  return i;
}

// show(text) gets everything that is to be on the screen.
function createTypewriter(show) {
  let target = '';
  let shown = '';
  let timer = null;

  function stop() {
    clearInterval(timer);
    timer = null;
  }

  function tick() {
    const start = sharedLength(shown, target);
    let next = start + Math.max(1, Math.ceil((target.length - start) / CATCH_UP_TICKS));
    const last = target.charCodeAt(next - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      next += 1; // never half of an emoji
    }
    shown = target.slice(0, next);
    show(shown);
    if (shown === target) {
      stop();
    }
  }

  return {
    // The whole text so far; it may also differ from the one before.
    set(text) {
      target = text;
      if (timer === null && shown !== target) {
        timer = setInterval(tick, TICK_MS);
      }
    },
    // Shows the rest at once.
    finish() {
      stop();
      if (shown !== target) {
        shown = target;
        show(shown);
      }
    },
    // Shows nothing more: the page is gone.
    stop,
  };
}

export { createTypewriter };
