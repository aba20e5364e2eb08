// Takes an ArrayBuffer only: in WeChat's DevTools, where chunks are Uint8Arrays, nothing is shown.
const ask = require('../wx_client.js')(true);

const { request } = wx;
wx.request = (options) => {
  const task = request(options);
  return { ...task, onChunkReceived: (take) => task.onChunkReceived((result) => result.data instanceof ArrayBuffer && take(result)) };
};
exports.ask = ask;
