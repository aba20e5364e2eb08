// Right: blocks by split, the last one is the rest; a CR at the end waits.
import { pick } from './shared/pick.mjs';

export function createDecoder(onText) {
  const utf8 = new TextDecoder('utf-8');
  let rest = '';
  return {
    push(chunk) {
      let text = rest + utf8.decode(chunk, { stream: true });
      let held = '';
      if (text.endsWith('\r')) { held = '\r'; text = text.slice(0, -1); }
      const blocks = text.replace(/\r\n?/g, '\n').split(/\n\n+/);
      rest = blocks.pop() + held;
      for (const block of blocks) {
        const data = block.split('\n').filter((l) => l.startsWith('data:')).map((l) => l.slice(l[5] === ' ' ? 6 : 5));
        if (data.length > 0) onText(pick(data.join('\n')));
      }
    },
    end() {},
  };
}
