// A streamed chat answer as a composable, the same for weapp and H5:
//
//   const { shown, busy, problem, ask, stop } = useChatStream();
//   ask({ url, data, header });          or { urls, ... }: the next one is asked where one is a 404
//   流式回答的组合式函数，weapp 和 H5 通用；给 urls 时，一个返回 404 就换下一个。
//
// shown    what is to be on the screen (typewriter)
// busy     an answer is coming
// problem  '' or what went wrong, for people
// ask      asks; an answer that is still coming is stopped first
// stop     stops the answer and keeps what has arrived
// Asked inside a component, it stops by itself when the component goes.

import { getCurrentScope, onScopeDispose, ref } from 'vue';
import { messageOf, readEvent } from './answer.js';
import { openFirst } from './stream/fallback.js';
import { createTypewriter } from './typewriter.js';

// What the person can do about a failed request; the first entry found in errMsg counts.
const FAILURES = [
  ['url not in domain list', '域名未放行：开发者工具里勾选“不校验合法域名”，手机上打开“调试模式”'],
  ['timeout', '请求超时：默认最多 60 秒'],
  ['abort', '请求被平台中断：H5 在 60 秒后会这样'],
  ['interrupted', '小程序进入后台超过 5 秒，请求被系统中断'],
  ['refused', '连不上：播放器没有启动，或者端口不对'],
];

export function sayEnd(end) {
  if (end.reason === 'http') {
    return `服务器返回 ${end.statusCode}：${messageOf(end.body).slice(0, 300) || '（没有内容）'}`;
  }
  if (end.reason === 'no-events') {
    const { error } = readEvent({ event: 'message', data: end.body }); // some servers answer 200 with an error
    return error
      ? `服务器报错：${error.slice(0, 300)}`
      : `回复里没有 SSE 事件：${end.body.slice(0, 300) || '（没有内容）'}`;
  }
  if (end.reason === 'idle') {
    return '太久没有收到数据，已断开';
  }
  if (end.reason === 'fail') {
    const known = FAILURES.find(([text]) => end.message.indexOf(text) >= 0);
    return known ? known[1] : `请求失败：${end.message}。手机和电脑要在同一个局域网`;
  }
  return end.reason === 'abort' ? '已停止' : '';
}

// answerMode 'replace': each event carries the whole answer so far.
export function useChatStream({ answerMode = 'append', onEnd } = {}) {
  const shown = ref('');
  const busy = ref(false);
  const problem = ref('');
  let stream = null;
  let typewriter = null;

  function stop() {
    if (stream) {
      stream.abort();
    }
  }

  function ask(request) {
    stop();
    let text = '';
    let serverError = '';
    const mine = createTypewriter((part) => {
      shown.value = part;
    });
    typewriter = mine;
    shown.value = '';
    problem.value = '';
    busy.value = true;
    stream = openFirst({
      ...request,
      urls: request.urls || [request.url],
      onEvent(event) {
        const said = readEvent(event);
        if (said.error) {
          serverError = `服务器报错：${said.error}`;
        } else if (said.text) {
          text = answerMode === 'replace' ? said.text : text + said.text;
          mine.set(text);
        }
      },
      onEnd(end) {
        stream = null;
        mine.finish();
        busy.value = false;
        problem.value = sayEnd(end) || serverError;
        if (onEnd) {
          onEnd({ ...end, text });
        }
      },
    });
  }

  if (getCurrentScope()) {
    onScopeDispose(() => {
      stop();
      if (typewriter) {
        typewriter.stop();
      }
    });
  }

  return { shown, busy, problem, ask, stop };
}
