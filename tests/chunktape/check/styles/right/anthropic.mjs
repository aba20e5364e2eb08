// Right: reads Anthropic's events, by their names.
import { EventStream as Standard } from './whatwg_exact.mjs';

export class EventStream extends Standard {
  constructor(onText) {
    super(({ type, data }) => {
      const json = data === '[DONE]' ? {} : JSON.parse(data);
      if (type === 'content_block_delta' && json.delta?.type === 'text_delta') onText(json.delta.text);
    });
  }
}
