// How a client's module can be driven: its exports looked at, and each way to call one of them tried.
//
// Rules:
// - An entry is (export, way): `decoder` an object with a method that takes pieces, from a class, a factory or the export
//   itself; `piece` a function called with each piece; `chunks` a function over all pieces; `request` a function that
//   asks through wx, uni, Taro, swan or fetch.
// - Arguments of `request` follow the names of the parameters; every callback is an ear: it hears what it is called with.
// - Nothing is decided here: who called tries the entries at the baseline and takes the first that gives the answer.

const TAKES = ['push', 'feed', 'write', 'decode', 'append', 'parse', 'process', 'consume', 'onChunk', 'addChunk', 'add'];
const ENDS = ['end', 'flush', 'close', 'finish', 'done', 'complete'];
const ENDED = /done|end|close|complete|finish|success|stop/i;
const FAILED = /err|fail|reject|catch/i;
const EVENTS = ['data', 'message', 'chunk', 'text', 'token', 'delta', 'event', 'content', 'end', 'done', 'close', 'finish', 'error'];
const URL_OF_TAPE = 'http://127.0.0.1/v1/chat/completions';

const takesOf = (value) => (value === null || value === undefined ? undefined : TAKES.find((name) => typeof value[name] === 'function'));
// A decoder may keep its own callback as `on`.
const isEmitter = (value) => typeof value.on === 'function' && typeof (value.off ?? value.removeListener ?? value.emit) === 'function';
const isClass = (value) => typeof value === 'function' && (/^class\b/.test(Function.prototype.toString.call(value)) || takesOf(value.prototype) !== undefined);

// The (export, way) pairs of a module, the likeliest first. `asks`: the module's text names a way to ask.
export function entriesOf(namespace, asks) {
  const found = [];
  const names = Object.keys(namespace).sort((a, b) => (b === 'default') - (a === 'default'));
  for (const name of names) {
    const value = namespace[name];
    if (isClass(value)) {
      found.push({ name, way: 'decoder', rank: 0 });
    } else if (typeof value === 'function') {
      found.push({ name, way: 'decoder', rank: asks ? 3 : 0 });
      found.push({ name, way: 'chunks', rank: 2 });
      found.push({ name, way: 'piece', rank: 4 });
      if (asks) {
        found.push({ name, way: 'request', rank: 1 });
      }
    } else if (value !== null && typeof value === 'object' && takesOf(value)) {
      found.push({ name, way: 'decoder', rank: 0 });
    }
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ name, way }) => ({ name, way }));
}

// A callback under every name: called, or asked for `onText`, `success` or any other method, it hears.
function ear(world, name, given = {}) {
  const hear = (as) => (...args) => {
    const value = args[0] === null || args[0] === undefined ? args[1] : args[0];
    if (FAILED.test(as)) {
      world.fail(value);
    } else if (ENDED.test(as)) {
      world.end(as);
    } else {
      world.say(as || 'callback', value);
    }
  };
  return new Proxy(hear(name), {
    get: (target, key) => {
      if (key in given) {
        return given[key];
      }
      if (typeof key === 'string' && (/^on[A-Z]/.test(key) || /^(?:callback|success|fail|complete|next|error|done|message|progress)$/.test(key))) {
        return hear(key);
      }
      return Reflect.get(target, key);
    },
    has: (target, key) => key in given || Reflect.has(target, key),
  });
}

const PAYLOAD = { model: 'test', stream: true, messages: [{ role: 'user', content: 'hello' }] };
const OPTIONS = { url: URL_OF_TAPE, baseURL: 'http://127.0.0.1', method: 'POST', data: PAYLOAD, body: PAYLOAD, params: PAYLOAD, header: {}, headers: {}, prompt: 'hello', message: 'hello', text: 'hello', signal: undefined };

function parametersOf(run) {
  const text = Function.prototype.toString.call(run);
  const list = /^(?:async\s+)?(?:function\b\s*\*?\s*[\w$]*)?\s*\(([^]*?)\)\s*(?:=>|\{)/.exec(text)?.[1] ?? /^(?:async\s+)?([\w$]+)\s*=>/.exec(text)?.[1] ?? '';
  return list.replace(/\{[^{}]*\}/g, 'options').split(',').map((one) => one.split('=')[0].trim()).filter(Boolean);
}

function argumentFor(name, world) {
  if (/^on[A-Z]|callback|^cb$|handler|listener|^fn$|success|fail|done|error|resolve|reject/i.test(name)) {
    return ear(world, name);
  }
  if (/url|path|api|endpoint/i.test(name)) {
    return URL_OF_TAPE;
  }
  if (/^(?:data|body|params|payload|query|request|messages)$/i.test(name)) {
    return name === 'messages' ? PAYLOAD.messages : PAYLOAD;
  }
  if (/text|prompt|question|content|msg|message|input|token|key/i.test(name)) {
    return 'hello';
  }
  if (/signal/i.test(name)) {
    return world.signal;
  }
  return ear(world, '', Object.create(OPTIONS, { signal: { get: () => world.signal } }));
}

// Hears what a call gave back: a promise, an iterator, an emitter, a list, or a value.
export async function hearResult(value, world, source = 'return') {
  if (value === undefined || value === null) {
    return;
  }
  world.holds(value);
  if (typeof value[Symbol.asyncIterator] === 'function') {
    for await (const one of value) {
      if (world.left) {
        break;
      }
      world.say(source, one);
    }
    world.end();
  } else if (typeof value.then === 'function') {
    await hearResult(await value, world, source);
    world.end();
  } else if (typeof value === 'object' && typeof value[Symbol.iterator] === 'function' && !ArrayBuffer.isView(value)) {
    for (const one of value) {
      world.say(source, one);
    }
  } else if (typeof value === 'object' && (isEmitter(value) || typeof value.addEventListener === 'function')) {
    const listen = (value.on ?? value.addEventListener).bind(value);
    EVENTS.forEach((name) => listen(name, ear(world, name)));
  } else {
    world.say(source, value);
  }
}

function decoderOf(value, world) {
  if (typeof value !== 'function') {
    return value;
  }
  return isClass(value) ? new value(ear(world, '')) : value(ear(world, ''));
}

// Drives one entry over all pieces of the world's tape; resolves when the client has had them all.
export async function drive({ name, way }, namespace, world) {
  const value = namespace[name];
  if (way === 'decoder') {
    const decoder = decoderOf(value, world);
    const takes = takesOf(decoder);
    world.holds(decoder);
    if (takes === undefined) {
      throw new Error(`${name} gives nothing that takes pieces`);
    }
    if (isEmitter(decoder)) {
      EVENTS.forEach((event) => decoder.on(event, ear(world, event)));
    }
    world.asked();
    await world.feed((piece) => hearResult(decoder[takes](piece), world));
    const ends = ENDS.find((method) => typeof decoder[method] === 'function');
    if (ends) {
      await hearResult(decoder[ends](), world);
    }
  } else if (way === 'piece') {
    world.asked();
    await world.feed((piece) => hearResult(value(piece), world));
  } else if (way === 'chunks') {
    await hearResult(value(world.chunks(), ear(world, '')), world);
  } else {
    await hearResult(value(...parametersOf(value).map((parameter) => argumentFor(parameter, world))), world);
  }
}
