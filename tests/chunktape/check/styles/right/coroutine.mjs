// Right: a generator that is given its pieces.
import { pick } from './shared/pick.mjs';

function* coroutine(onText) {
  const decoder = new TextDecoder();
  let data = [], line = '', cr = false;
  for (;;) {
    const chunk = yield;
    for (const char of decoder.decode(chunk, { stream: true })) {
      if (cr && char === '\n') { cr = false; continue; }
      cr = char === '\r';
      if (char !== '\n' && !cr) { line += char; continue; }
      if (line === '') { if (data.length) onText(pick(data.join('\n'))); data = []; }
      else if (line.slice(0, 5) === 'data:') data.push(line.charAt(5) === ' ' ? line.slice(6) : line.slice(5));
      line = '';
    }
  }
}
export function createParser(onText) {
  const running = coroutine(onText);
  running.next();
  return { feed: (bytes) => { running.next(bytes); }, end: () => { running.return(); } };
}
