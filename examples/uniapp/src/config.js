// The one place that says where requests go.
// 请求发到哪里，只在这里写。
// VITE_BASE_URL of .env.development is chunktape's player (or recorder); a URL scanned or typed on the
// page replaces it during development and is kept on the device.
// .env.development 里的 VITE_BASE_URL 是 chunktape 的播放器（或录制器）；开发时在页面上扫码或输入的地址会替换它并保存在本机。

const STORAGE_KEY = 'chunktape.baseUrl';
const DEFAULT_BASE_URL = import.meta.env.VITE_BASE_URL;
const CAN_CHANGE = import.meta.env.DEV;

// The same API, with and without /v1: OpenAI's path and DeepSeek's. The one is asked when the other is a 404.
// 同一个接口的两种路径：OpenAI 带 /v1，DeepSeek 不带。一个返回 404 时换另一个。
const CHAT_PATHS = ['/v1/chat/completions', '/chat/completions'];

export const config = {
  path: CHAT_PATHS[0], // 其他接口写在这里，例如 '/v1/messages'、'/v3/chat'
  model: 'gpt-4o-mini',
  // 'append': each event carries the next piece of the answer. 每个事件是下一段文本。
  // 'replace': each event carries the whole answer so far (DashScope without incremental_output).
  //            每个事件都带着到目前为止的完整回答（DashScope 不设 incremental_output 时）。
  answerMode: 'append',
};

// 'http://192.168.1.5:8799/@chunktape/hello' -> 'http://192.168.1.5:8799'; null if it is no web address.
// Mini-programs have no URL class. 从扫到的地址里取出 origin；小程序没有 URL 类，不是网址则为 null。
export function originOf(url) {
  const found = /^(https?):\/\/([^\s\/?#@\\]+)(?:[\/?#]|$)/i.exec(String(url).trim());
  return found ? `${found[1].toLowerCase()}://${found[2].toLowerCase()}` : null;
}

// A base URL may have a path, for example the player's '/@utf8,seed=7'. No slash at the end.
// base URL 可以带路径，例如播放器的 /@utf8,seed=7；末尾的斜杠去掉。
function cleanBaseUrl(url) {
  const text = String(url).trim();
  return originOf(text) && !/[\s?#]/.test(text) ? text.replace(/\/+$/, '') : null;
}

export function getBaseUrl() {
  return (CAN_CHANGE && uni.getStorageSync(STORAGE_KEY)) || DEFAULT_BASE_URL;
}

// Keeps a base URL on this device; an empty one goes back to the default. False if it is no web address.
// 把地址保存在本机；为空则恢复默认。不是网址时返回 false。
export function setBaseUrl(url) {
  if (!url) {
    uni.removeStorageSync(STORAGE_KEY);
    return true;
  }
  const clean = cleanBaseUrl(url);
  if (clean) {
    uni.setStorageSync(STORAGE_KEY, clean);
  }
  return Boolean(clean);
}

// The URLs to ask for a chat answer, in this order. 依次请求的地址。
export function chatUrls() {
  const others = CHAT_PATHS.indexOf(config.path) < 0 ? [] : CHAT_PATHS.filter((path) => path !== config.path);
  return [config.path].concat(others).map((path) => getBaseUrl() + path);
}

// The path that answered is asked first from now on. 能用的路径，以后先请求。
export function keepPath({ url, reason }) {
  const path = CHAT_PATHS.find((one) => url === getBaseUrl() + one);
  if (path && reason === 'complete') {
    config.path = path;
  }
}
