export class EventReader {
  #decoder = new TextDecoder()
  #rest = ''

  constructor(private readonly onData: (data: string) => void) {}

  push(bytes: Uint8Array) {
    const parts = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n\n')
    this.#rest = parts.pop() ?? ''
    for (const part of parts) this.onData(part.replace(/^data: /, ''))
  }
}
