// Baidu's swan: the platform has decoded the text already.
module.exports = function stream(opts) {
  let rest = '';
  const task = swan.request({
    url: opts.url, method: opts.method || 'POST', data: opts.data, enableChunked: true, success: opts.success, fail: opts.fail,
  });
  task.onChunkReceived((res) => {
    rest += res.data;
    const events = rest.split('\n\n');
    rest = events.pop();
    events.filter((one) => one.startsWith('data: {')).forEach((one) => opts.onMessage({ data: JSON.parse(one.slice(6)) }));
  });
};
