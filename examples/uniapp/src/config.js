// The one place that says where requests go.
// VITE_BASE_URL of .env.development is chunktape's player (or recorder); a URL scanned or typed on the
// page replaces it during development and is kept on the device.

const STORAGE_KEY = 'chunktape.baseUrl';
const DEFAULT_BASE_URL = import.meta.env.VITE_BASE_URL;
const CAN_CHANGE = import.meta.env.DEV;

export const config = {
  path: '/v1/chat/completions',
  model: 'gpt-4o-mini',
  // 'append': each event carries the next piece of the answer.
  // 'replace': each event carries the whole answer so far (DashScope without incremental_output).
  answerMode: 'append',
};

// 'http://192.168.1.5:8799/@chunktape/hello' -> 'http://192.168.1.5:8799'; null if it is no web address.
// Mini-programs have no URL class.
export function originOf(url) {
  const found = /^(https?):\/\/([^\s\/?#@\\]+)(?:[\/?#]|$)/i.exec(String(url).trim());
  return found ? `${found[1].toLowerCase()}://${found[2].toLowerCase()}` : null;
}

// A base URL may have a path, for example the player's '/@utf8,seed=7'. No slash at the end.
function cleanBaseUrl(url) {
  const text = String(url).trim();
  return originOf(text) && !/[\s?#]/.test(text) ? text.replace(/\/+$/, '') : null;
}

export function getBaseUrl() {
  return (CAN_CHANGE && uni.getStorageSync(STORAGE_KEY)) || DEFAULT_BASE_URL;
}

// Keeps a base URL on this device; an empty one goes back to the default. False if it is no web address.
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
