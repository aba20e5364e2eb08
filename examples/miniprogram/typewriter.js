// Shows a growing text a few characters at a time, so that the page is drawn at a steady rate and not
// once per chunk: many small chunks would flood setData, one big chunk would jump.
// 打字机：每次显示几个字，页面按固定节奏刷新，而不是每来一块就刷新一次：小块太多会让 setData 过于频繁，大块会让文字跳动。

const TICK_MS = 40;
const CATCH_UP_TICKS = 8; // what has arrived is on the screen after about this many ticks / 收到的内容大约这么多次刷新后全部显示

function sharedLength(a, b) {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) {
    i += 1;
  }
  return i;
}

// show(text) gets everything that is to be on the screen. show(text) 收到的是屏幕上应有的全部文字。
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
      next += 1; // never half of an emoji / 不把一个表情拆成两半
    }
    shown = target.slice(0, next);
    show(shown);
    if (shown === target) {
      stop();
    }
  }

  return {
    // The whole text so far; it may also differ from the one before. 到目前为止的完整文本，可以与之前的不同。
    set(text) {
      target = text;
      if (timer === null && shown !== target) {
        timer = setInterval(tick, TICK_MS);
      }
    },
    // Shows the rest at once. 立刻显示剩下的全部。
    finish() {
      stop();
      if (shown !== target) {
        shown = target;
        show(shown);
      }
    },
    // Shows nothing more: the page is gone. 页面已离开，不再显示。
    stop,
  };
}

module.exports = { createTypewriter };
