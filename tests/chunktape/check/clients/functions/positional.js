// url, data and one callback that is told the end by a second argument.
export const streamRequest = (url, data, onMessage) => {
  const task = uni.request({
    url, data, method: 'POST', enableChunked: true, responseType: 'arraybuffer',
    header: { Authorization: uni.getStorageSync('token') },
    success: () => onMessage('', true),
    fail: () => onMessage('', true),
  });
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  task.onChunkReceived((res) => {
    rest += decoder.decode(res.data, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines.filter((one) => one.startsWith('data:'))) {
      const body = line.slice(5).trim();
      if (body !== '[DONE]') {
        onMessage(JSON.parse(body).choices?.[0]?.delta?.content || '', false);
      }
    }
  });
  return task;
};
