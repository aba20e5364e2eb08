// Right: it is given text, and forgets all that it holds.
export class Events {
  constructor(onText) {
    this.onText = onText;
    this.reset();
  }

  feed(text) {
    this.held += text.replace(/^\uFEFF/, '');
    for (let at = this.held.indexOf('\n\n'); at >= 0; at = this.held.indexOf('\n\n')) {
      const data = this.held.slice(0, at).split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
      this.held = this.held.slice(at + 2);
      if (data && data.trim() !== '[DONE]') {
        this.onText(JSON.parse(data).choices?.[0]?.delta?.content ?? '');
      }
    }
  }

  reset() {
    this.held = '';
  }
}
