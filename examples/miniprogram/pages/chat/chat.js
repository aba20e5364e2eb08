const { config, originOf, getBaseUrl, setBaseUrl, chatUrls, keepPath } = require('../../config.js');
const { openFirst } = require('../../stream/fallback.js');
const { createTypewriter } = require('../../typewriter.js');
const { readEvent, messageOf } = require('../../answer.js');

// What the person can do about a failed request; the first entry found in errMsg counts.
const FAILURES = [
  ['url not in domain list', '域名未放行：开发者工具里勾选“不校验合法域名”，手机上打开“调试模式”'],
  ['timeout', '请求超时：wx.request 默认最多 60 秒'],
  ['abort', '请求被平台中断'],
  ['interrupted', '小程序进入后台超过 5 秒，请求被系统中断'],
  ['refused', '连不上：播放器没有启动，或者端口不对'],
];

// Beyond any content, so the list goes to its end; it has to change to be looked at again.
const BOTTOM = 1000000;

function sayEnd(end) {
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
  return '';
}

Page({
  data: {
    baseUrl: '',
    draft: '用一句话介绍你自己',
    messages: [], // { id, role: 'user' | 'assistant', text, note }
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
    const asked = history.concat({ id: `m${Date.now()}q`, role: 'user', text: question, note: '' });
    const answer = { id: `m${Date.now()}a`, role: 'assistant', text: '', note: '' };
    const at = asked.length;
    this.setData({ messages: asked.concat(answer), draft: '', busy: true, scrollTop: this.data.scrollTop + 1 });
    this.ask(asked, at);
  },

  // Streams the answer to `messages` into the message at index `at`.
  ask(messages, at) {
    let text = '';
    let problem = '';
    const typewriter = createTypewriter((shown) => {
      this.setData({ [`messages[${at}].text`]: shown, scrollTop: this.data.scrollTop + 1 });
    });
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
        } else if (said.text) {
          text = config.answerMode === 'replace' ? said.text : text + said.text;
          typewriter.set(text);
        }
      },
      onEnd: (end) => {
        this.stream = null;
        keepPath(end);
        if (this.leaving) {
          typewriter.stop();
          return;
        }
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
