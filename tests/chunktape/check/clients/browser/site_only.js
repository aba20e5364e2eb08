// A client for web pages alone: it has its token and its place from the browser, and is stopped by a signal.
const root = window.location.origin;

export async function askSite(question, onWords, signal) {
  let isStopped = false;
  signal?.addEventListener('abort', () => { isStopped = true; });
  const response = await fetch(`${root}/ask?q=${question}`, { headers: { Authorization: localStorage.getItem('token') ?? 'none' } });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let { done, value } = await reader.read(); !done && !isStopped; { done, value } = await reader.read()) {
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    blocks.filter((one) => one.startsWith('data: {')).forEach((one) => onWords(JSON.parse(one.slice(6)).choices[0]?.delta.content ?? ''));
  }
}
