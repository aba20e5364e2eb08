// A function that gives a function of text.
export function makeReader(onText) {
  let rest = '';
  return (text) => {
    rest += text;
    const lines = rest.split('\n');
    rest = lines.pop();
    lines.filter((line) => line.startsWith('data: {')).forEach((line) => onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''));
  };
}
