export function chat(url, onText) { wx.request({ url, success() {} }); }
