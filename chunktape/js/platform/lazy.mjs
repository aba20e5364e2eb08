// Globals that are made when the client reads them, anew for each run.
//
// Rules:
// - A client may set one, delete it or define it anew: that holds until the run is over.

// `renew(makers)` begins a run: `makers` are the functions, by name, that make the globals.
export function createLazyGlobals(globals) {
  const properties = new Map(); // name -> its property
  let makers = {};
  let values = new Map();

  const propertyOf = (name) => ({
    configurable: true,
    enumerable: true,
    get() {
      if (!values.has(name)) {
        values.set(name, makers[name]());
      }
      return values.get(name);
    },
    set(value) { values.set(name, value); },
  });

  return {
    renew(next) {
      makers = next;
      values = new Map();
      for (const name of Object.keys(next)) {
        const own = properties.get(name) ?? properties.set(name, propertyOf(name)).get(name);
        if (Object.getOwnPropertyDescriptor(globals, name)?.get !== own.get) {
          Object.defineProperty(globals, name, own);
        }
      }
    },
  };
}
