// Right: uni-app, with TextDecoder where there is one.
import { chat, createUtf8 } from './shared/chat.mjs';

export function streamChat(url, body, { onText, onDone, onError }) {
  const utf8 = typeof TextDecoder === 'undefined' ? null : new TextDecoder();
  const hand = createUtf8();
  const decode = (bytes) => (utf8 ? utf8.decode(bytes, { stream: true }) : hand(bytes));
  return chat((options) => uni.request(options), decode, { url, body, onText, onDone, onError });
}
