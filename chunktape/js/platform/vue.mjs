// Stand-ins for the packages `vue` and `pinia`, for a client whose project does not have them installed: refs, reactive
// objects, computed values and stores that hold what is put into them. Nothing is tracked, so watchers and effects never
// run, and life cycle hooks are not called; the real packages do that where they are there.

import { createStub } from './stub.mjs';

const SOURCE = Symbol.for('chunktape.source'); // of a bound action: entries/parameters.mjs
const ref = (value) => ({ __v_isRef: true, value });
const unref = (value) => (value?.__v_isRef ? value.value : value);

function computed(of) {
  return { __v_isRef: true, get value() { return (of.get ?? of)(); }, set value(value) { of.set?.(value); } };
}

const toRef = (object, key) => ({ __v_isRef: true, get value() { return object[key]; }, set value(value) { object[key] = value; } });

const VUE = {
  ref, shallowRef: ref, customRef: (of) => computed(of(() => {}, () => {})),
  reactive: (value) => value, shallowReactive: (value) => value, readonly: (value) => value, markRaw: (value) => value, toRaw: (value) => value,
  computed, unref, isRef: (value) => value?.__v_isRef === true, toRef, toValue: (value) => (typeof value === 'function' ? value() : unref(value)),
  toRefs: (object) => Object.fromEntries(Object.keys(object).map((key) => [key, toRef(object, key)])),
  nextTick: (run) => Promise.resolve().then(run), defineComponent: (options) => options, defineAsyncComponent: () => ({}),
  inject: (name, value) => value ?? createStub(), getCurrentInstance: () => ({ proxy: createStub(), appContext: createStub() }), getCurrentScope: () => undefined,
};
const HOOKS = ['watch', 'watchEffect', 'onMounted', 'onUnmounted', 'onBeforeMount', 'onBeforeUnmount', 'onUpdated', 'onActivated', 'onDeactivated', 'onScopeDispose', 'onErrorCaptured', 'provide', 'triggerRef', 'h', 'useSlots', 'useAttrs'];

function defineStore(id, of, setup) {
  const options = typeof id === 'string' ? of ?? setup : id;
  let store;
  const use = () => {
    if (!store) {
      const held = typeof options === 'function' ? options() : options.state?.() ?? {};
      store = typeof options === 'function' ? {} : { ...held };
      if (typeof options === 'function') {
        Object.keys(held).forEach((key) => Object.defineProperty(store, key, { enumerable: true, get: () => unref(held[key]), set: (value) => { held[key].value = value; } }));
      }
      Object.entries(options.getters ?? {}).forEach(([key, get]) => Object.defineProperty(store, key, { enumerable: true, get: () => get.call(store, store) }));
      Object.entries(options.actions ?? {}).forEach(([key, run]) => { store[key] = Object.assign(run.bind(store), { [SOURCE]: run }); });
      Object.assign(store, { $patch: (change) => (typeof change === 'function' ? change(store) : Object.assign(store, change)), $reset() {}, $subscribe() {} });
    }
    return store;
  };
  return Object.assign(use, { $id: id.id ?? id });
}

const STAND_INS = {
  vue: () => ({ ...VUE, ...Object.fromEntries(HOOKS.map((name) => [name, () => () => {}])) }),
  pinia: () => ({ defineStore, createPinia: () => createStub(), setActivePinia: () => {}, storeToRefs: (store) => Object.fromEntries(Object.keys(store).filter((key) => typeof store[key] !== 'function').map((key) => [key, toRef(store, key)])) }),
};

// The values that a stub of the package `name` has from the start, or undefined.
export const held = (name) => STAND_INS[name]?.();
