// Right: a list of code points, shown as a whole.
import { makeParser as makePlain } from './utf8_by_hand.mjs';

export function makeParser(onText) {
  let points = [];
  return makePlain((text) => { points.push(...Array.from(text)); onText(points.join('')); });
}
