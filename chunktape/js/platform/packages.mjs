// The exports of packages that stand for a platform's own object, or for its life cycle.

import { REACT } from './react.mjs';
import { createStub } from './stub.mjs';

const PLATFORM_OF = { '@tarojs/taro': 'Taro', '@tarojs/taro-h5': 'Taro' };
const HOOKS = ['onLaunch', 'onLoad', 'onShow', 'onHide', 'onUnload', 'onReady', 'onPullDownRefresh', 'onReachBottom', 'onShareAppMessage', 'onShareTimeline', 'onPageScroll', 'onBackPress'];

// Whether the package `name` is a platform's own.
export const isProvided = (name) => name in PLATFORM_OF || name in REACT || name === '@dcloudio/uni-app';

// The exports of the package `name`, or undefined for any other package. `globals` are the realm's.
export function provided(name, globals) {
  if (name in PLATFORM_OF) {
    const platform = globals[PLATFORM_OF[name]];
    const hooks = Object.fromEntries(['useLoad', 'useReady', 'useDidShow', 'useDidHide', 'useUnload', 'useRouter', 'getCurrentInstance'].map((key) => [key, () => createStub()]));
    const named = Object.fromEntries(['request', 'getStorageSync', 'setStorageSync', 'removeStorageSync', 'getStorage', 'setStorage', 'showToast', 'showLoading', 'hideLoading', 'getSystemInfoSync', 'getEnv', 'ENV_TYPE', 'login', 'navigateTo', 'nextTick', 'eventCenter', 'Events'].map((key) => [key, platform[key]]));
    return { default: platform, ...named, ...hooks };
  }
  if (name in REACT) {
    return REACT[name];
  }
  if (name === '@dcloudio/uni-app') {
    return Object.fromEntries(HOOKS.map((key) => [key, (run) => globals.__hook?.(key, run)]));
  }
  return undefined;
}

// Prepares a package for a run: pinia needs a place for its stores.
export function prepared(name, namespace) {
  if (name === 'pinia') {
    namespace.setActivePinia(namespace.createPinia());
  }
  return namespace;
}
