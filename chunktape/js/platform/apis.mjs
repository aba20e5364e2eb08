// The APIs of `wx`, `uni`, `Taro` and `swan` besides request(): storage, the device, and the parts of the screen.
//
// Rules:
// - Storage is empty at first, but for the keys of a person who has logged in: those named after a token or a user.
// - An API that is not listed succeeds: it calls `success` and `complete`, and returns a promise where it has no
//   callback. `on...` and `off...` do nothing, `...Sync` returns an empty object, `create...` an object with any
//   method.
// - Nothing is called back before the call has returned.

import { Events } from './events.mjs';
import { createStub } from './stub.mjs';

const IS_TOKEN = /token|^auth|jwt|session_?key|openid|user_?id|^uid$|cookie|api_?key/i;
const IS_USER = /user_?info|^user$|profile|account|login/i;

const DEVICE = {
  brand: 'devtools', model: 'iPhone 15', system: 'iOS 17.0', platform: 'ios', version: '8.0.50', SDKVersion: '3.6.0', language: 'zh_CN', pixelRatio: 3,
  windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, statusBarHeight: 47, fontSizeSetting: 16, theme: 'light',
  deviceType: 'phone', osName: 'ios', uniPlatform: 'mp-weixin', safeArea: { top: 47, bottom: 810, left: 0, right: 390, width: 390, height: 763 },
  safeAreaInsets: { top: 47, bottom: 34, left: 0, right: 0 }, host: { env: 'WeChat' }, enableDebug: false,
};

// A user as an object that JSON.parse reads as well.
function user() {
  const fields = { id: 1, userId: 1, token: 'test-token', nickName: 'test', name: 'test', avatarUrl: '' };
  return Object.defineProperty(fields, 'toString', { value: () => JSON.stringify({ ...fields }) });
}

// What a person's storage has at a key.
const readIn = (storage, key) => (storage.has(key) ? storage.get(key) : IS_TOKEN.test(key) ? 'test-token' : IS_USER.test(key) ? user() : undefined);

// The storage of a browser, which keeps text; `stored` is the initial one.
export function createStorage(stored) {
  const storage = new Map(stored.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
  const read = (key) => {
    const found = readIn(storage, String(key));
    return found === undefined ? null : String(found);
  };
  return {
    getItem: read,
    setItem: (key, value) => { storage.set(String(key), String(value)); },
    removeItem: (key) => { storage.delete(String(key)); },
    clear: () => storage.clear(),
    key: (number) => [...storage.keys()][number] ?? null,
    get length() { return storage.size; },
  };
}

// `later(run)` runs it in the next turn; `told(event, value)` is called with the events of the platform's own bus;
// `stored` is the initial storage, as [key, value].
export function createApis({ later, told = () => {}, stored = [] }) {
  const storage = new Map(stored);
  const bus = new Events();

  const read = (key) => readIn(storage, key) ?? '';

  // An API that is done at once, with callbacks or as a promise. `give(options)` makes its result.
  const done = (name, give = () => ({})) => (options = {}) => {
    const answer = () => ({ errMsg: `${name}:ok`, ...give(options ?? {}) });
    if (options?.success || options?.complete || options?.fail) {
      later(() => {
        const result = answer();
        options.success?.(result);
        options.complete?.(result);
      });
      return undefined;
    }
    return new Promise((resolve) => { later(() => resolve(answer())); });
  };

  const emit = (name, ...values) => {
    told(name, values[0]);
    bus.trigger(name, ...values);
  };

  const listed = {
    getStorageSync: read,
    setStorageSync: (key, value) => { storage.set(key, value); },
    removeStorageSync: (key) => { storage.delete(key); },
    clearStorageSync: () => storage.clear(),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 1, limitSize: 10240 }),
    getStorage: done('getStorage', ({ key }) => ({ data: read(key) })),
    setStorage: done('setStorage', ({ key, data }) => { storage.set(key, data); }),
    removeStorage: done('removeStorage', ({ key }) => { storage.delete(key); }),
    clearStorage: done('clearStorage', () => { storage.clear(); }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' }, plugin: {} }),
    getSystemInfo: done('getSystemInfo', () => DEVICE),
    getMenuButtonBoundingClientRect: () => ({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    getLaunchOptionsSync: () => ({ path: 'pages/index', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: 'pages/index', query: {}, scene: 1001 }),
    getNetworkType: done('getNetworkType', () => ({ networkType: 'wifi', isConnected: true })),
    showModal: done('showModal', () => ({ confirm: true, cancel: false, content: 'hello' })),
    showActionSheet: done('showActionSheet', () => ({ tapIndex: 0 })),
    login: done('login', () => ({ code: 'test-code' })),
    checkSession: done('checkSession'),
    canIUse: () => true,
    nextTick: (run) => later(run),
    base64ToArrayBuffer: (text) => new Uint8Array(Buffer.from(text, 'base64')).buffer,
    arrayBufferToBase64: (buffer) => Buffer.from(buffer).toString('base64'),
    env: { USER_DATA_PATH: 'wxfile://usr' },
    $on: (...given) => { bus.on(...given); },
    $once: (...given) => { bus.once(...given); },
    $off: (...given) => { bus.off(...given); },
    $emit: emit,
  };
  for (const name of ['getSystemInfoSync', 'getDeviceInfo', 'getWindowInfo', 'getAppBaseInfo', 'getSystemSetting']) {
    listed[name] = () => ({ ...DEVICE });
  }
  return listed;
}

// `platform` with every other API as well.
export function withAllApis(platform, { later }) {
  return new Proxy(platform, {
    get(target, key) {
      if (key in target || typeof key !== 'string' || key === 'then' || key === 'toJSON') {
        return target[key];
      }
      if (/^(?:on|off)[A-Z]/.test(key) || /^hide|^stop/.test(key)) {
        return () => undefined;
      }
      if (/^create|Manager$|^get.*(?:Context|Pages)$/.test(key)) {
        return () => createStub();
      }
      if (/Sync$/.test(key)) {
        return () => ({});
      }
      return (options) => {
        const result = { errMsg: `${key}:ok` };
        if (typeof options?.success === 'function' || typeof options?.complete === 'function') {
          later(() => {
            options.success?.(result);
            options.complete?.(result);
          });
          return undefined;
        }
        return Promise.resolve(result);
      };
    },
  });
}
