// A client that asks through wx.request, with a decoder that is measured without the platform's object, too.

import { create } from '../../tests/js/decoders/r04_miniprogram_example.mjs';

export function ask(url, data, onText, onDone) {
  const decoder = create(onText);
  const task = wx.request({
    url,
    data,
    method: 'POST',
    enableChunked: true,
    success: () => {
      decoder.end();
      onDone();
    },
  });
  task.onChunkReceived((result) => decoder.push(new Uint8Array(result.data)));
}
