export function chat(url, onText) { return undefined; }  // wx.request
