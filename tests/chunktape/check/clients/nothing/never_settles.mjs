export function chat(url, onText) { return new Promise(() => {}); }  // wx.request
