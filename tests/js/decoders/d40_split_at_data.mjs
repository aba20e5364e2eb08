// d40: events are what lies between "data:" and "data:".
// Content bug: "data:" in the answer cuts its event in two (torture-lookalike).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'content', bug: 'events: split at "data:" wherever it stands' };

export function create(onText) {
  const decoder = new TextDecoder();
  let all = '';
  return {
    push(bytes) {
      all += decoder.decode(bytes, { stream: true });
      const parts = all.split('data:');
      all = /(?:\r\n\r\n|\n\n|\r\r)$/.test(all) ? '' : `data:${parts.pop()}`;
      for (const part of parts) {
        const data = part.split(/\r\n\r\n|\n\n|\r\r/)[0].trim();
        if (data && !/^(?:event|id|retry|:)/.test(data)) {
          onText(pieceOf(data));
        }
      }
    },
    end() {},
  };
}
