// Taro's emitter below a class, and the methods that listen in its base.
import Taro, { Events } from '@tarojs/taro';

const KINDS = { PIECE: 'piece-of-answer' };

class Source {
  constructor() {
    this.bus = new Events();
  }

  onPiece(onPiece) {
    this.bus.on(KINDS.PIECE, onPiece);
  }
}

export class TaroSource extends Source {
  constructor(options) {
    super();
    this.options = options;
  }

  start() {
    let rest = '';
    this.task = Taro.request({ url: this.options.url, method: 'POST', data: this.options.data, enableChunked: true });
    this.task.onChunkReceived((res) => {
      rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      blocks.filter((one) => one.startsWith('data: {')).forEach((one) => this.bus.trigger(KINDS.PIECE, { text: JSON.parse(one.slice(6)).choices[0]?.delta.content ?? '' }));
    });
  }
}
