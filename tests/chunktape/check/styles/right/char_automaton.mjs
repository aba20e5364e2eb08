// Right: states over characters.
import { pick } from './shared/pick.mjs';

// A table of states over characters: NAME, COLON, VALUE, SKIP.
export function createDecoder({ onText }) {
  const decoder = new TextDecoder();
  let state = 'name', name = '', value = '', data = [], cr = false;
  function endLine() {
    if (state === 'name' && name === '') { const found = data; data = []; if (found.length) onText(pick(found.join('\n'))); }
    else if (name === 'data') data.push(value);
    state = 'name'; name = ''; value = '';
  }
  function char(c) {
    if (cr) { cr = false; if (c === '\n') return; }
    if (c === '\r') { cr = true; endLine(); return; }
    if (c === '\n') { endLine(); return; }
    if (state === 'name') { if (c === ':') state = name === '' ? 'skip' : 'colon'; else name += c; return; }
    if (state === 'skip') return;
    if (state === 'colon') { state = 'value'; if (c === ' ') return; }
    value += c;
  }
  return {
    write(bytes) { for (const c of decoder.decode(bytes, { stream: true })) char(c); },
    end() { for (const c of decoder.decode()) char(c); },
  };
}
