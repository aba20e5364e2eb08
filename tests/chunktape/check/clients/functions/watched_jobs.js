// Watches jobs: without a list of these it asks for nothing.
export function watchJobs({ url, jobs, onText, onDone }) {
  if (!Array.isArray(jobs) || jobs.length === 0) {
    return null;
  }
  let rest = '';
  const task = wx.request({ url: `${url}?jobs=${jobs.join()}`, enableChunked: true, success: () => onDone() });
  task.onChunkReceived((res) => {
    rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    blocks.filter((one) => one.startsWith('data: {')).forEach((one) => onText(JSON.parse(one.slice(6)).choices[0]?.delta.content ?? ''));
  });
  return { close: () => task.abort() };
}
