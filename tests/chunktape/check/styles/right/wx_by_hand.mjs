// Right: a mini-program without TextDecoder.
import { chat, createUtf8 } from './shared/chat.mjs';

export function streamChat(url, body, { onText, onDone, onError }) {
  return chat((options) => wx.request(options), createUtf8(), { url, body, onText, onDone, onError });
}
