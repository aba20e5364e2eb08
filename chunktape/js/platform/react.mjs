// React without a renderer: its hooks hold values, and a component's screen is drawn anew for each tap. Where a state is
// set, the client says it as `state 1`, by the order of its states; a class says the object of its states. Effects and
// the life cycle don't run, children that are components of the client are not drawn.

import { createStub } from './stub.mjs';

const IS_INPUT = /^on(?:Input|Change|ChangeText)$/;
let told = () => {};
let slots = []; // states and refs of what is drawn, in the order of their hooks
let next = 0;

// What uses hooks begins anew: it has states of its own, and `hear(source, value)` is told of each that is set.
export function beginStates(hear) {
  told = hear;
  slots = [];
  next = 0;
}

function held(make) {
  const at = next;
  next += 1;
  slots[at] ??= make();
  return [slots[at], at];
}

function useReducer(reduce, first, make) {
  const [slot, at] = held(() => ({ value: make ? make(first) : first, hear: told }));
  return [slot.value, (action) => {
    slot.value = reduce(slot.value, action);
    slot.hear(`state ${at + 1}`, slot.value);
  }];
}

const useState = (first) => useReducer((value, change) => (typeof change === 'function' ? change(value) : change), first, (value) => (typeof value === 'function' ? value() : value));

class Component {
  #hear = told;

  constructor(props) {
    this.props = props;
  }

  setState(change, then) {
    this.state = { ...this.state, ...(typeof change === 'function' ? change(this.state, this.props) : change) };
    this.#hear('state', this.state);
    then?.();
  }

  forceUpdate() {}
}

const same = (value) => value;
const HOOKS = {
  useState, useReducer, useCallback: same, useMemo: (make) => make(), useRef: (current) => held(() => ({ current }))[0], useEffect() {}, useLayoutEffect() {},
  useContext: () => createStub(), createContext: () => createStub(), useTransition: () => [false, (run) => run()], useId: () => 'id', memo: same, forwardRef: same, useImperativeHandle() {},
};
const draw = (type, props) => ({ type, props: props ?? {} });
const ALL = { ...HOOKS, Component, PureComponent: Component, Fragment: 'fragment', createElement: (type, props, ...children) => draw(type, { ...props, children }) };

// The exports of React's own packages.
export const REACT = {
  react: { ...ALL, default: ALL },
  'react/jsx-runtime': { jsx: draw, jsxs: draw, Fragment: 'fragment' },
  'react/jsx-dev-runtime': { jsxDEV: draw, Fragment: 'fragment' },
};

// Whether a component is a class, not a function.
const drawsByClass = (value) => typeof value.prototype?.render === 'function';

// Whether a function or class draws a screen. `text`: its text.
export const isComponent = (value, text) => (drawsByClass(value) || !/^class\b/.test(text)) && /\bjsx(?:s|DEV)?\)?\s*\(|\bcreateElement\)?\s*\(/.test(text);

// The handlers of a drawn screen, as [property, function].
function* handlersIn(tree) {
  if (Array.isArray(tree)) {
    for (const one of tree) {
      yield* handlersIn(one);
    }
  } else if (tree !== null && typeof tree === 'object' && tree.props) {
    for (const [property, value] of Object.entries(tree.props)) {
      if (/^on[A-Z]/.test(property) && typeof value === 'function') {
        yield [property, value];
      }
    }
    yield* handlersIn(tree.props.children);
  }
}

// The object of a component whose methods are its handlers: a text is typed into its inputs, then a person taps. A further
// handler of one name, as that of `onClick={() => ...}`, has its number behind it.
export function screenOf(component) {
  const own = slots;
  const object = drawsByClass(component) ? new component(createStub()) : null; // eslint-disable-line new-cap
  const drawn = () => {
    slots = own;
    next = 0;
    const counts = {};
    return [...handlersIn(object === null ? component(createStub()) : object.render())].map(([property, run]) => {
      const name = (run.name || property).replace(/^bound /, '');
      counts[name] = (counts[name] ?? 0) + 1;
      return [property, counts[name] === 1 ? name : `${name}${counts[name]}`, run];
    });
  };
  const screen = {};
  for (const [property, name] of drawn()) {
    if (!IS_INPUT.test(property)) {
      screen[name] = (event) => {
        drawn().filter(([one]) => IS_INPUT.test(one)).forEach(([, , run]) => run({ detail: { value: 'hello' }, target: { value: 'hello' } }));
        return drawn().find(([, one]) => one === name)[2](event);
      };
    }
  }
  return screen;
}
