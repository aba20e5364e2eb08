const { config, originOf, getBaseUrl, setBaseUrl, chatUrls, keepPath } = require('../../config.js');
const { openFirst } = require('../../stream/fallback.js');
const { createTypewriter } = require('../../typewriter.js');
const { readEvent, messageOf } = require('../../answer.js');
const { blocksOf } = require('../../markdown.js');

// What the person can do about a failed request; the first entry found in errMsg counts.
// 请求失败时用户能做什么；errMsg 里最先匹配的一条生效。
const FAILURES = [
  ['url not in domain list', '域名未放行：开发者工具里勾选“不校验合法域名”，手机上打开“调试模式”'],
  ['timeout', '请求超时：wx.request 默认最多 60 秒'],
  ['abort', '请求被平台中断'],
  ['interrupted', '小程序进入后台超过 5 秒，请求被系统中断'],
  ['refused', '连不上：播放器没有启动，或者端口不对'],
];

// Beyond any content, so the list goes to its end; it has to change to be looked at again.
// 比内容更高，列表就会滚到底；数值变了才会再滚。
const BOTTOM = 1000000;

// Why a stream ended, as a sentence; '' if it ended as it should. 结束的原因，一句话；正常结束为 ''。
function sayEnd(end) {
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
  return '';
}

Page({
  data: {
    baseUrl: '',
    draft: '用一句话介绍你自己',
    // { id, role: 'user' | 'assistant', text, thought, blocks, note }: the text as it came, and as blocks of markdown.js
    // text 是原文，blocks 是 markdown.js 解析的结果，thought 是思考过程，note 是出错或停止的说明
    messages: [],
    busy: false,
    scrollTop: BOTTOM,
  },

  onLoad() {
    this.setData({ baseUrl: getBaseUrl() });
  },

  onUnload() {
    this.leaving = true;
    this.onStop();
  },

  onDraft(event) {
    this.setData({ draft: event.detail.value });
  },

  onBaseUrl(event) {
    this.keepBaseUrl(event.detail.value);
  },

  onScan() {
    wx.scanCode({
      success: ({ result }) => this.keepBaseUrl(originOf(result) || result),
    });
  },

  keepBaseUrl(url) {
    if (url.trim() === this.data.baseUrl) {
      return;
    }
    if (!setBaseUrl(url.trim())) {
      wx.showToast({ title: '不是有效的网址', icon: 'none' });
    }
    this.setData({ baseUrl: getBaseUrl() });
  },

  onSend() {
    const question = this.data.draft.trim();
    if (!question || this.data.busy) {
      return;
    }
    const history = this.data.messages.filter((message) => message.text);
    const asked = history.concat({ id: `m${Date.now()}q`, role: 'user', text: question, thought: '', note: '' });
    const answer = { id: `m${Date.now()}a`, role: 'assistant', text: '', thought: '', blocks: [], note: '' };
    const at = asked.length;
    this.setData({ messages: asked.concat(answer), draft: '', busy: true, scrollTop: this.data.scrollTop + 1 });
    this.ask(asked, at);
  },

  // Streams the answer to `messages` into the message at index `at`. 把回答逐步写进第 at 条消息。
  ask(messages, at) {
    let text = '';
    let thought = '';
    let problem = '';
    const typewriter = createTypewriter((shown) => {
      this.setData({
        [`messages[${at}].text`]: shown,
        [`messages[${at}].blocks`]: blocksOf(shown),
        scrollTop: this.data.scrollTop + 1,
      });
    });
    const thinking = createTypewriter((shown) => {
      this.setData({ [`messages[${at}].thought`]: shown, scrollTop: this.data.scrollTop + 1 });
    });
    const replaces = config.answerMode === 'replace';
    this.stream = openFirst({
      urls: chatUrls(),
      data: {
        model: config.model,
        stream: true,
        messages: messages.map(({ role, text: content }) => ({ role, content })),
      },
      onEvent: (event) => {
        const said = readEvent(event);
        if (said.error) {
          problem = `服务器报错：${said.error}`;
        }
        if (said.thought) {
          thought = replaces ? said.thought : thought + said.thought;
          thinking.set(thought);
        }
        if (said.text) {
          text = replaces ? said.text : text + said.text;
          typewriter.set(text);
        }
      },
      onEnd: (end) => {
        this.stream = null;
        keepPath(end);
        if (this.leaving) {
          typewriter.stop();
          thinking.stop();
          return;
        }
        thinking.finish();
        typewriter.finish();
        this.setData({
          busy: false,
          [`messages[${at}].note`]: end.reason === 'abort' ? '已停止' : sayEnd(end) || problem,
        });
      },
    });
  },

  onStop() {
    if (this.stream) {
      this.stream.abort();
    }
  },
});
