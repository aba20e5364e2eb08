// XMLHttpRequest: what has grown since the last progress event is read.
export function requestStream(url, data, onText, onDone) {
  const xhr = new XMLHttpRequest();
  let seen = 0;
  let rest = '';
  xhr.open('POST', url, true);
  xhr.setRequestHeader('Content-Type', 'application/json');
  xhr.onprogress = () => {
    rest += xhr.responseText.slice(seen);
    seen = xhr.responseText.length;
    const lines = rest.split('\n');
    rest = lines.pop();
    lines.filter((line) => line.startsWith('data: {')).forEach((line) => onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''));
  };
  xhr.onreadystatechange = () => {
    if (xhr.readyState === 4 && xhr.status === 200) {
      onDone();
    }
  };
  xhr.send(JSON.stringify(data));
}
