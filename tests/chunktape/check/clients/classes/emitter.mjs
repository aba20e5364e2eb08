// Node's own emitter: write() in, 'delta' out.
import { EventEmitter } from 'node:events';

export class Parser extends EventEmitter {
  decoder = new TextDecoder();

  rest = '';

  write(chunk) {
    this.rest += this.decoder.decode(chunk, { stream: true });
    const events = this.rest.split('\n\n');
    this.rest = events.pop();
    events.filter((one) => one.startsWith('data: {')).forEach((one) => this.emit('llm:delta', JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? ''));
  }

  end() { this.emit('end'); }
}
