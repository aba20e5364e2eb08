// Wrong: all that has come is kept and read again with each piece, so its time grows with the square of the stream.
export function create(onText) {
  const decoder = new TextDecoder();
  let all = '';
  let shown = 0;
  return {
    push(bytes) {
      all += decoder.decode(bytes, { stream: true });
      const end = Math.max(all.lastIndexOf('\n\n'), all.lastIndexOf('\r\n\r\n'), all.lastIndexOf('\r\r'));
      const events = all.slice(0, Math.max(end, 0)).split(/\r\n\r\n|\n\n|\r\r/);
      let text = '';
      for (const event of events) {
        const data = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
        if (data.includes('"content"')) {
          text += JSON.parse(data).choices?.[0]?.delta?.content ?? '';
        }
      }
      onText(text.slice(shown));
      shown = text.length;
    },
  };
}
