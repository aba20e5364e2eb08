// Pages, components and Vue components without a screen: the object whose methods a person's taps would call.
//
// Rules:
// - A page or component has its data, setData (with paths), properties, behaviors, observers of a key, and its events
//   are collected. A Vue component has data, props, computed, methods, mixins, $emit, and what setup() gives, refs
//   unwrapped. There is no template, no watcher of the Options API, no slots and no parent.
// - A person taps when the page is there: what its life cycle asked for has been answered by then.
// - Life cycle: page onLoad, onShow, onReady; component created, attached, ready; Vue created, mounted, and the page's.

import { createStub } from '../platform/stub.mjs';
import { SOON } from '../world/rests.mjs';
import { ear } from './callbacks.mjs';
import { readOnce, SOURCE } from './parameters.mjs';

const QUERY = { id: '1', message: 'hello', question: 'hello', prompt: 'hello' };
const IS_URL = /url|api$|endpoint/i;
const IS_INPUT_HANDLER = /^(?:on|handle|bind)\w*Input\w*$|^(?:input|text)Change$|^onTextChange$|Input(?:Change)?$/;
const INPUTS = [/input|question|prompt|draft|query|keyword/i, /text|message|value|content|msg/i];
const IS_SHOWN = /answer|reply|response|result|output|stream|assistant|^ai|bot|placeholder|current|error|tip|title/i;

const setPath = (data, path, value) => {
  const keys = path.match(/[^.[\]]+/g) ?? [path];
  const last = keys.pop();
  keys.reduce((at, key, number) => {
    at[key] ??= /^\d+$/.test(keys[number + 1] ?? last) ? [] : {};
    return at[key];
  }, data)[last] = value;
};

// `this` of a page or component, but for its methods.
function screen(data, world, observe = () => {}) {
  return {
    data,
    setData(changes, done) {
      world.wrote(Object.keys(changes ?? {}));
      Object.entries(changes ?? {}).forEach(([path, value]) => setPath(data, path, value));
      observe(Object.keys(changes ?? {}));
      if (typeof done === 'function') {
        world.clock.setTimeout(() => done.call(this), 0);
      }
    },
    route: 'pages/index',
    options: QUERY,
    selectComponent: () => createStub(),
    selectAllComponents: () => [],
    createSelectorQuery: () => createStub(),
    createIntersectionObserver: () => createStub(),
    getOpenerEventChannel: () => createStub(),
    getTabBar: () => createStub(),
    getRelationNodes: () => [],
    triggerEvent: (name, detail) => ear(world, `event ${name}`)(detail),
  };
}

function mountPage(options, world, realm) {
  const page = { ...options, ...screen(realm.copy(options.data ?? {}), world) };
  return { object: page, life: [() => page.onLoad?.(QUERY), () => page.onShow?.(), () => page.onReady?.()] };
}

const EMPTY = new Map([[String, ''], [Number, 0], [Boolean, false], [Array, []], [Object, {}]]);

function empty(of, name) {
  const type = of?.type ?? of;
  const value = of && typeof of === 'object' && 'value' in of ? of.value : of && typeof of === 'object' && 'default' in of ? of.default : undefined;
  const given = typeof value === 'function' ? value() : value;
  const word = Array.isArray(type) ? type[0]?.name : type?.name;
  const kind = [...EMPTY].find(([one]) => one.name === word);
  return IS_URL.test(name) && !given ? 'http://127.0.0.1/v1/chat/completions' : given ?? (kind ? structuredClone(kind[1]) : undefined);
}

// A component's options with its behaviors in them.
export function flattened({ behaviors = [], ...options }) {
  return behaviors.filter((one) => one && typeof one === 'object').map(flattened).reduceRight((all, one) => ({
    ...one, ...all,
    data: { ...one.data, ...all.data },
    properties: { ...one.properties, ...all.properties },
    methods: { ...one.methods, ...all.methods },
    lifetimes: { ...one.lifetimes, ...all.lifetimes },
    observers: { ...one.observers, ...all.observers },
  }), options);
}

function mountComponent(given, world, realm) {
  const options = flattened(given);
  const properties = Object.entries(options.properties ?? {}).map(([name, of]) => [name, empty(of, name)]);
  const data = { ...Object.fromEntries(properties), ...realm.copy(options.data ?? {}) };
  const component = {
    ...options.methods,
    ...screen(data, world, (paths) => {
      for (const [names, run] of Object.entries(options.observers ?? {})) {
        const seen = names.split(',').map((name) => name.trim());
        if (seen.some((name) => paths.some((path) => path.split(/[.[]/)[0] === name.split('.')[0]))) {
          run.apply(component, seen.map((name) => data[name]));
        }
      }
    }),
    properties: data,
  };
  const life = ['created', 'attached', 'ready'].map((name) => () => (options.lifetimes?.[name] ?? options[name])?.call(component));
  return { object: component, life: [...life, () => component.onLoad?.(QUERY), () => component.onShow?.()] };
}

// The values of refs are reached by their names.
function unwrapInto(target, values) {
  for (const key of Object.keys(values ?? {})) {
    Object.defineProperty(target, key, {
      enumerable: true,
      configurable: true,
      get: () => (values[key]?.__v_isRef ? values[key].value : values[key]),
      set: (value) => {
        if (values[key]?.__v_isRef) {
          values[key].value = value;
        } else {
          values[key] = value;
        }
      },
    });
  }
}

function mixed({ mixins = [], extends: base, ...options }) {
  return [...mixins, base].filter((one) => one && typeof one === 'object').map(mixed).reduceRight((all, one) => ({
    ...one, ...all, methods: { ...one.methods, ...all.methods }, computed: { ...one.computed, ...all.computed }, data: function data() { return { ...one.data?.call(this), ...all.data?.call(this) }; },
  }), options);
}

async function mountVue(given, world) {
  const options = mixed(given);
  const own = {};
  const unset = createStub();
  const hear = (name, ...values) => ear(world, `event ${name}`)(...values);
  const vm = new Proxy(own, {
    get: (of, key) => (key in of || typeof key !== 'string' || !key.startsWith('$') ? of[key] : unset[key]),
  });
  const props = Array.isArray(options.props) ? options.props.map((name) => [name, undefined]) : Object.entries(options.props ?? {});
  Object.assign(own, Object.fromEntries(props.map(([name, of]) => [name, empty(of, name)])), {
    $emit: hear,
    $set: (target, key, value) => { target[key] = value; },
    $delete: (target, key) => { delete target[key]; },
    $forceUpdate() {},
    $nextTick: (run) => (run ? world.clock.setTimeout(() => run.call(vm), 0) : Promise.resolve()),
  });
  Object.entries(options.methods ?? {}).filter(([, run]) => typeof run === 'function').forEach(([name, run]) => { own[name] = Object.assign(run.bind(vm), { [SOURCE]: run }); });
  if (typeof options.setup === 'function') {
    let exposed = {};
    const context = { emit: hear, expose: (value = {}) => { exposed = value; }, attrs: {}, slots: {} };
    const shown = await options.setup(Object.fromEntries(props.map(([name]) => [name, own[name]])), context);
    unwrapInto(own, shown && typeof shown === 'object' ? { ...exposed, ...shown } : exposed);
  }
  const data = typeof options.data === 'function' ? options.data.call(vm, vm) : options.data;
  Object.assign(own, data);
  for (const [name, of] of Object.entries(options.computed ?? {})) {
    Object.defineProperty(own, name, { enumerable: true, configurable: true, get: () => (of.get ?? of).call(vm, vm), set: (value) => of.set?.call(vm, value) });
  }
  const called = (name, ...values) => () => (typeof options[name] === 'function' ? options[name].apply(vm, values) : undefined);
  const hooked = (name, ...values) => () => Promise.all(world.hooks.filter(([key]) => key === name).map(([, run]) => run?.(...values)));
  return {
    object: vm,
    life: [called('created'), called('onLoad', QUERY), called('onShow'), called('mounted'), called('onReady'), hooked('onLoad', QUERY), hooked('onShow'), hooked('onReady')],
  };
}

// A page, a component or a Vue component, with its life cycle run; `isTapped`: a person will tap in it.
export async function mounted(kind, options, world, realm, isTapped = true) {
  const { object, life } = await (kind === 'page' ? mountPage(options, world, realm) : kind === 'component' ? mountComponent(options, world, realm) : mountVue(options, world));
  for (const step of life) {
    await step();
  }
  if (isTapped && world.clock.isDue(SOON)) {
    await new Promise((resolve) => { world.clock.setTimeout(resolve, SOON); });
  }
  return object;
}

// Texts that a method appends to (`this.text += x`, `content: this.data.content + x`).
const APPENDED = /(?<![\w$])([\w$]+)(?:\.value)?['"]?\s*(?:\+=|[:=]\s*(?:`\$\{)?(?:[\w$]+\.)*\1(?:\.value)?\s*(?:\+|\}|\.concat\())/g;
const namesIn = (text) => [...text.matchAll(APPENDED)].map(([, name]) => name);

// The values of an object; a computed one that can't be read yet is left out.
const valuesOf = (object) => Object.keys(object).map((key) => {
  try {
    return object[key];
  } catch (error) {
    return undefined;
  }
});

// The texts of a screen that grow: an answer, where there is no list for it, and not what a person types.
function growing(object, data) {
  const methods = valuesOf(data).some(Array.isArray) ? [] : valuesOf(object).filter((one) => typeof one === 'function');
  return methods.flatMap((one) => readOnce(one, 'appended', namesIn));
}

// Types a text, as a person would: through the handler of the input where there is one, else into its data.
export function type(object, data, set) {
  const handler = Object.keys(object).find((name) => IS_INPUT_HANDLER.test(name) && typeof object[name] === 'function');
  if (handler) {
    object[handler]({ detail: { value: 'hello' }, target: { value: 'hello' } });
  }
  for (const [number, pattern] of INPUTS.entries()) {
    const shown = number === 0 ? [] : growing(object, data); // what is called an input is one
    const keys = Object.keys(data).filter((key) => pattern.test(key) && !IS_SHOWN.test(key) && !shown.includes(key) && data[key] === '' && !key.startsWith('$'));
    keys.forEach((key) => set(key, 'hello'));
    if (keys.length > 0 || handler) {
      return;
    }
  }
}
