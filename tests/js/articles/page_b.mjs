// A page that asks with the client of article B, on the platform's own `wx`. There each event is the whole answer so far;
// here the deltas are added up before they are shown.

import { run } from './b.mjs';

export function ask(url, onText) {
  let answer = '';
  return run({
    wx,
    url,
    data: {},
    pick(event) {
      answer += event.choices?.[0]?.delta?.content ?? '';
      onText(answer);
      return answer;
    },
  });
}
