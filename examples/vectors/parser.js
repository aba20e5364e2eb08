// The parser under test: text/event-stream, fed with Uint8Arrays in any pieces.
export class EventParser {
  #decoder = new TextDecoder();
  #rest = "";
  #data = [];
  #name = "";
  #id = "";

  constructor(onEvent) {
    this.onEvent = onEvent;
  }

  push(bytes) {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    // A CR at the end may be half of a CRLF: it waits for the next piece.
    for (let line; (line = /^([^\r\n]*)(\r\n|\n|\r(?!$))/.exec(this.#rest)); ) {
      this.#rest = this.#rest.slice(line[0].length);
      this.#line(line[1]);
    }
  }

  end() {
    if (this.#rest.endsWith("\r")) this.#line(this.#rest.slice(0, -1));
  }

  #line(line) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (line === "") {
      if (this.#data.length) {
        this.onEvent({ event: this.#name || "message", data: this.#data.join("\n"), id: this.#id });
      }
      this.#data = [];
      this.#name = "";
    } else if (name === "data") this.#data.push(value);
    else if (name === "event") this.#name = value;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
  }
}
