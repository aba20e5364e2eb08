// A hook in the manner of React: state setters are passed in.
export function createChatController(setMessages, setLoading) {
  let list = [];
  return {
    async submit(input) {
      list = [...list, { role: 'user', content: input }, { role: 'assistant', content: '' }];
      setLoading(true);
      setMessages(list);
      const { body } = await fetch('/api/chat', { method: 'POST', body: JSON.stringify({ messages: list }) });
      const decoder = new TextDecoder();
      for await (const value of body) {
        decoder.decode(value, { stream: true }).split('\n').filter((line) => line.startsWith('data: {')).forEach((line) => {
          const last = list[list.length - 1];
          list = [...list.slice(0, -1), { ...last, content: last.content + (JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '') }];
          setMessages(list);
        });
      }
      setLoading(false);
    },
  };
}
