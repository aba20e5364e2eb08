// Ids, messages and three callbacks, among other functions of the same API module.
const BASE = 'https://api.example.com';

function request(path, method, data) {
  return new Promise((resolve, reject) => {
    wx.request({ url: BASE + path, method, data, success: (res) => resolve(res.data), fail: reject });
  });
}

export const getGoals = () => request('/goals', 'GET');
export const saveGoal = (goal) => request('/goals', 'POST', goal);
export const getReport = async (week = 0) => (await request(`/report?week=${week}`, 'GET')).report;

export function streamChat(goalId, messages, onChunk, onDone, onError) {
  if (!wx.getStorageSync('access_token')) {
    wx.showToast({ title: 'log in first', icon: 'none' });
    return undefined;
  }
  const task = wx.request({
    url: `${BASE}/ai/chat`, method: 'POST', enableChunked: true,
    data: { goalId, messages: messages.map(({ role, content }) => ({ role, content })) },
    success: () => onDone(), fail: (error) => onError(new Error(error.errMsg || 'stream')),
  });
  task.onChunkReceived((res) => {
    const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    text.split('data: ').filter((one) => one.startsWith('{')).forEach((one) => {
      onChunk(JSON.parse(one).choices[0]?.delta?.content ?? '');
    });
  });
  return task;
}
