// A page that asks with the client of article A, on the platform's own `uni`.

import { run } from './a.mjs';

export function ask(url, onText) {
  return run({
    uni,
    url,
    data: {},
    pick(event) {
      const text = event.choices?.[0]?.delta?.content ?? '';
      onText(text);
      return text;
    },
  });
}
