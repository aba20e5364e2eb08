// XMLHttpRequest over the tape, for the profiles that have it (node, uni-h5): responseText that grows, with `onprogress` and
// `onreadystatechange` after each piece.
//
// Rules:
// - The text is decoded as a browser does, across pieces: a client that reads responseText can't tear a character.
// - It is asynchronous, its responseType is text, and there is no upload, no redirect and no timeout.

export function createXhr({ send }) {
  return class XMLHttpRequest {
    #listeners = new Map();

    #sent = null;

    #method = 'GET';

    #headers = [];

    readyState = 0;

    status = 0;

    responseText = '';

    responseType = '';

    get response() { return this.responseText; }

    addEventListener(name, listener) {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    }

    removeEventListener(name, listener) {
      this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((one) => one !== listener));
    }

    #tell(name, more = {}) {
      const event = { type: name, target: this, currentTarget: this, ...more };
      this[`on${name}`]?.(event);
      (this.#listeners.get(name) ?? []).forEach((listener) => listener.call(this, event));
    }

    #become(state) {
      this.readyState = state;
      this.#tell('readystatechange');
    }

    open(method, url) {
      this.#method = method;
      this.url = url;
      this.#become(1);
    }

    setRequestHeader() {} // eslint-disable-line class-methods-use-this

    getResponseHeader(name) {
      const at = this.#headers.findIndex((one, number) => number % 2 === 0 && one.toLowerCase() === name.toLowerCase());
      return at < 0 ? null : this.#headers[at + 1];
    }

    send() {
      const decoder = new TextDecoder();
      let loaded = 0;
      this.#sent = send({ url: this.url, method: this.#method, headers: {}, body: null }, {
        head: (status, rawHeaders) => {
          this.status = status;
          this.#headers = rawHeaders;
          this.#become(2);
        },
        data: (buffer) => {
          loaded += buffer.length;
          this.responseText += decoder.decode(buffer, { stream: true });
          this.#become(3);
          this.#tell('progress', { loaded, total: 0, lengthComputable: false });
        },
        end: () => {
          this.responseText += decoder.decode();
          this.#become(4);
          this.#tell('load');
          this.#tell('loadend');
        },
        error: (error) => this.#tell('error', { error }),
        close() {},
      });
    }

    abort() {
      this.#sent?.destroy();
      this.readyState = 0;
      this.#tell('abort');
      this.#tell('loadend');
    }
  };
}
