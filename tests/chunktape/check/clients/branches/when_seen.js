// Wrong: CRLF. It asks when its page is seen.
export function listenWhenSeen(url, { onMessage }) {
  const open = async () => {
    const response = await fetch(url);
    const decoder = new TextDecoder();
    let held = '';
    for await (const piece of response.body) {
      const events = (held + decoder.decode(piece, { stream: true })).split('\n\n');
      held = events.pop();
      events.filter((event) => event.startsWith('data:')).forEach((event) => onMessage(event.slice(5).trim()));
    }
  };
  if (document.hidden) {
    document.addEventListener('visibilitychange', open);
  } else {
    open();
  }
}
