// Right: a pipe of transform streams.
import { pick } from './shared/pick.mjs';

function lineBreaker() {
  let carry = '';
  let cr = false;
  return new TransformStream({
    transform(text, controller) {
      for (const char of text) {
        if (cr && char === '\n') { cr = false; continue; }
        cr = char === '\r';
        if (char === '\n' || char === '\r') { controller.enqueue(carry); carry = ''; } else { carry += char; }
      }
    },
  });
}
function events() {
  let data = [];
  return new TransformStream({
    transform(line, controller) {
      if (line === '' && data.length > 0) { controller.enqueue(pick(data.join('\n'))); data = []; }
      const found = /^data: ?([^]*)$/.exec(line);
      if (found) data.push(found[1]);
    },
  });
}
export async function* read(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).pipeThrough(lineBreaker()).pipeThrough(events()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
