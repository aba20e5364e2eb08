// push() gives frames; a function beside it reads one.
export class SseChunker {
  #held = '';

  #decoder = new TextDecoder();

  push(bytes) {
    this.#held += this.#decoder.decode(bytes, { stream: true });
    const frames = this.#held.split('\n\n');
    this.#held = frames.pop();
    return frames.map(parseFrame).filter(Boolean);
  }
}

export function parseFrame(frame) {
  const data = frame.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart()).join('\n');
  return data ? { event: 'message', data } : null;
}
