// The one place that says where requests go.
// In development the base URL is chunktape's player (or recorder); a URL scanned or typed on the
// page replaces it and is kept on the device. A released mini-program never uses the stored one.

const STORAGE_KEY = 'chunktape.baseUrl';

const BASE_URLS = {
  develop: 'http://127.0.0.1:8799', // DevTools; a phone scans the player's QR code instead
  trial: 'http://127.0.0.1:8799',
  release: 'https://api.example.com', // your own server, listed in the mini-program's domains
};

const config = {
  path: '/v1/chat/completions',
  model: 'gpt-4o-mini',
  // 'append': each event carries the next piece of the answer.
  // 'replace': each event carries the whole answer so far (DashScope without incremental_output).
  answerMode: 'append',
};

// 'develop', 'trial' or 'release'; DevTools and old base libraries count as 'develop'.
function envVersion() {
  if (!wx.getAccountInfoSync) {
    return 'develop';
  }
  return wx.getAccountInfoSync().miniProgram.envVersion || 'develop';
}

// 'http://192.168.1.5:8799/@chunktape/hello' -> 'http://192.168.1.5:8799'; null if it is no web address.
// Mini-programs have no URL class.
function originOf(url) {
  const found = /^(https?):\/\/([^\s\/?#@\\]+)(?:[\/?#]|$)/i.exec(String(url).trim());
  return found ? `${found[1].toLowerCase()}://${found[2].toLowerCase()}` : null;
}

// A base URL may have a path, for example the player's '/@utf8,seed=7'. No slash at the end.
function cleanBaseUrl(url) {
  const text = String(url).trim();
  return originOf(text) && !/[\s?#]/.test(text) ? text.replace(/\/+$/, '') : null;
}

function getBaseUrl() {
  const env = envVersion();
  const stored = env === 'release' ? '' : wx.getStorageSync(STORAGE_KEY);
  return stored || BASE_URLS[env] || BASE_URLS.develop;
}

// Keeps a base URL on this device; an empty one goes back to the default. False if it is no web address.
function setBaseUrl(url) {
  if (!url) {
    wx.removeStorageSync(STORAGE_KEY);
    return true;
  }
  const clean = cleanBaseUrl(url);
  if (clean) {
    wx.setStorageSync(STORAGE_KEY, clean);
  }
  return Boolean(clean);
}

module.exports = { config, originOf, getBaseUrl, setBaseUrl };
