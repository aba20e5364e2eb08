// XMLHttpRequest: what is new in its text is read line by line, and a line that comes in two parts is lost.
export function ask(url, onProgress, onDone) {
  const xhr = new XMLHttpRequest();
  let last = 0;
  let shown = '';
  xhr.open('POST', url);
  xhr.onprogress = () => {
    const fresh = xhr.responseText.slice(last);
    last = xhr.responseText.length;
    fresh.split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
      try {
        shown += JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? ''; // HERE
        onProgress(shown);
      } catch (error) {
        console.log(error);
      }
    });
  };
  xhr.onload = () => onDone();
  xhr.send('{}');
}
