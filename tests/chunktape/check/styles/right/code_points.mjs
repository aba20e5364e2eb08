// Right: code points as numbers, and a list of those of the answer, shown as a whole.
import { pick } from './shared/pick.mjs';

const DATA = Array.from('data:', (char) => char.codePointAt(0));
const textOf = (points) => points.map((point) => String.fromCodePoint(point)).join('');

export function makeParser(onText) {
  const utf8 = new TextDecoder(), points = [];
  let line = [], data = [], last = 0;
  function take() {
    if (line.length === 0 && data.length > 0) { points.push(...Array.from(pick(data.join('\n')))); data = []; onText(points.join('')); }
    else if (DATA.every((point, at) => line[at] === point)) data.push(textOf(line.slice(line[5] === 32 ? 6 : 5)));
    line = [];
  }
  return {
    feed(bytes) {
      for (const point of Array.from(utf8.decode(bytes, { stream: true }), (char) => char.codePointAt(0))) {
        if (point === 13 || (point === 10 && last !== 13)) take();
        else if (point !== 10) line.push(point);
        last = point;
      }
    },
    end() {},
  };
}
