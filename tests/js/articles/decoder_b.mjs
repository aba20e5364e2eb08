// The decoder of article B by itself: bytes become text as it does it; lines are put together, which it leaves out.

import { decodeBytes } from './b.mjs';

export class Decoder {
  held = '';

  push(bytes) {
    const lines = (this.held + decodeBytes(bytes)).split('\n');
    this.held = lines.pop();
    return lines
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '')
      .join('');
  }
}
