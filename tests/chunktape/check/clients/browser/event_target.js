// A browser's own emitter: what an event carries stands in its getters.
export class AnswerSource extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
  }

  async open() {
    const response = await fetch(this.url, { method: 'POST' });
    const decoder = new TextDecoder();
    let rest = '';
    for await (const piece of response.body) {
      rest += decoder.decode(piece, { stream: true });
      const events = rest.split('\n\n');
      rest = events.pop();
      for (const event of events.filter((one) => one.startsWith('data: {'))) {
        const data = JSON.parse(event.slice(6)).choices[0]?.delta?.content;
        if (data) {
          this.dispatchEvent(new MessageEvent('message', { data }));
        }
      }
    }
    this.dispatchEvent(new Event('end'));
  }
}
