// A streamed chat answer as a composable, the same for weapp and H5:
//
//   const { shown, thought, busy, problem, ask, stop } = useChatStream();
//   ask({ url, data, header });          or { urls, ... }: the next one is asked where one is a 404
//   流式回答的组合式函数，weapp 和 H5 通用；给 urls 时，一个返回 404 就换下一个。
//
// shown    what is to be on the screen (typewriter)               屏幕上应有的回答（打字机）
// thought  what the model thought before its answer, likewise      思考过程，同样逐字显示
// busy     an answer is coming                                     正在接收
// problem  '' or what went wrong, for people                       出了什么问题，给人看的一句话
// ask      asks; an answer that is still coming is stopped first   提问，之前没结束的先停止
// stop     stops the answer and keeps what has arrived             停止，已收到的保留
// Asked inside a component, it stops by itself when the component goes. 在组件里使用时，组件销毁会自动停止。

import { getCurrentScope, onScopeDispose, ref } from 'vue';
import { messageOf, readEvent } from './answer.js';
import { openFirst } from './stream/fallback.js';
import { createTypewriter } from './typewriter.js';

// What the person can do about a failed request; the first entry found in errMsg counts.
// 请求失败时用户能做什么；errMsg 里最先匹配的一条生效。
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
    const { error } = readEvent({ event: 'message', data: end.body }); // some servers answer 200 with an error / 有的服务器出错也返回 200
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

// answerMode 'replace': each event carries the whole answer so far. 每个事件都带着到目前为止的完整回答。
export function useChatStream({ answerMode = 'append', onEnd } = {}) {
  const shown = ref('');
  const thought = ref('');
  const busy = ref(false);
  const problem = ref('');
  let stream = null;
  let typewriters = [];

  function stop() {
    if (stream) {
      stream.abort();
    }
  }

  function ask(request) {
    stop();
    let text = '';
    let thoughts = '';
    let serverError = '';
    const mine = createTypewriter((part) => {
      shown.value = part;
    });
    const thinking = createTypewriter((part) => {
      thought.value = part;
    });
    typewriters = [mine, thinking];
    shown.value = '';
    thought.value = '';
    problem.value = '';
    busy.value = true;
    stream = openFirst({
      ...request,
      urls: request.urls || [request.url],
      onEvent(event) {
        const said = readEvent(event);
        if (said.error) {
          serverError = `服务器报错：${said.error}`;
        }
        if (said.thought) {
          thoughts = answerMode === 'replace' ? said.thought : thoughts + said.thought;
          thinking.set(thoughts);
        }
        if (said.text) {
          text = answerMode === 'replace' ? said.text : text + said.text;
          mine.set(text);
        }
      },
      onEnd(end) {
        stream = null;
        thinking.finish();
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
      typewriters.forEach((typewriter) => typewriter.stop());
    });
  }

  return { shown, thought, busy, problem, ask, stop };
}
