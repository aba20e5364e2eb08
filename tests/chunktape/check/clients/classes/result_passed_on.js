// A method that is given what the listener gets, and hands it on: nothing in it says that it has `data`.
export const createReader = () => {
  let rest = '';
  const textOf = (res) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
  return {
    onChunkReceived(res, onText) {
      rest += textOf(res);
      const events = rest.split('\n\n');
      rest = events.pop();
      events.filter((one) => one.startsWith('data: {')).forEach((one) => onText(JSON.parse(one.slice(6)).choices[0]?.delta?.content ?? ''));
    },
  };
};
