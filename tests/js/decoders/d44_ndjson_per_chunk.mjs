// d44: each chunk is split into lines and each line parsed.
// Split bug: a record cut anywhere throws (NDJSON: record|LF, json).
import { pieceOf } from './lib.mjs';

export const about = { kind: 'split', bug: 'NDJSON: no carry from chunk to chunk', dialect: 'ndjson' };

export function create(onText) {
  const decoder = new TextDecoder();
  return {
    push(bytes) {
      for (const line of decoder.decode(bytes, { stream: true }).split('\n')) {
        if (line.trim()) {
          onText(pieceOf(line));
        }
      }
    },
    end() {},
  };
}
