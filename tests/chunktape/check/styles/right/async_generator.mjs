// Right: two generators, lines and events.
import { pick } from './shared/pick.mjs';

async function* lines(chunks) {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const chunk of chunks) {
    buffer += decoder.decode(chunk, { stream: true });
    for (;;) {
      const found = /\r\n|\n|\r(?=[^])/.exec(buffer);
      if (found === null) break;
      yield buffer.slice(0, found.index);
      buffer = buffer.slice(found.index + found[0].length);
    }
  }
  buffer += decoder.decode();
  if (buffer.endsWith('\r')) yield buffer.slice(0, -1);
}
export async function* answer(chunks) {
  let data = [];
  for await (const line of lines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield pick(data.join('\n'));
      data = [];
    } else if (line.startsWith('data:')) {
      data.push(line.slice(5).replace(/^ /, ''));
    }
  }
}
