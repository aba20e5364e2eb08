// Right: Taro, in an async function.
import Taro from '@tarojs/taro';
import { chat, createUtf8 } from './shared/chat.mjs';

export async function streamChat(url, body, { onText, onDone, onError }) {
  return chat((options) => Taro.request(options), createUtf8(), { url, body, onText, onDone, onError });
}
