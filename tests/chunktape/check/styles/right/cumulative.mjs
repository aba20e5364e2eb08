// Right: a step from state to state for each line; shows all of the answer each time.
import { pick } from './shared/pick.mjs';

const START = { data: [], answer: '' };
function step({ data, answer }, line) {
  if (line === '') return { data: [], answer: data.length > 0 ? answer + pick(data.join('\n')) : answer };
  const value = /^data(?:$|: ?(.*))/s.exec(line);
  return { data: value ? [...data, value[1] ?? ''] : data, answer };
}
export function createDecoder(onText) {
  const utf8 = new TextDecoder('utf-8');
  let state = START;
  let tail = '';
  return {
    push(chunk) {
      const lines = (tail + utf8.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      tail = lines.pop();
      const next = lines.reduce(step, state);
      if (next.answer !== state.answer) onText(next.answer);
      state = next;
    },
    end() {},
  };
}
