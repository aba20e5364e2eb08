// Takes an ArrayBuffer only: in WeChat's DevTools, where chunks are Uint8Arrays, nothing is shown.
import { create } from '../../../../js/decoders/r04_miniprogram_example.mjs';

export function ask(url, data, onText, onDone) {
  const decoder = create(onText);
  const task = wx.request({ url, data, method: 'POST', enableChunked: true, success: () => { decoder.end(); onDone(); } });
  task.onChunkReceived((result) => {
    if (result.data instanceof ArrayBuffer) {
      decoder.push(new Uint8Array(result.data));
    }
  });
  return task;
}
