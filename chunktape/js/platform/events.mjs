// Taro's emitter, from which clients derive their own; the bus of the platforms is one.
export class Events {
  #listeners = [];

  on(name, listener) {
    this.#listeners.push([name, listener]);
    return this;
  }

  once(name, listener) {
    const one = (...values) => {
      this.off(name, one);
      listener(...values);
    };
    return this.on(name, one);
  }

  off(name, listener) {
    this.#listeners = this.#listeners.filter((one) => name !== undefined && (one[0] !== name || (listener && one[1] !== listener)));
    return this;
  }

  trigger(name, ...values) {
    this.#listeners.filter((one) => one[0] === name).forEach(([, listener]) => listener(...values));
    return this;
  }
}
