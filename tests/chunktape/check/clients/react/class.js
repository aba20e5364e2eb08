// A component of React that is a class; its text is a part of its state. React itself is not installed here.
import { Component, createElement } from 'react';

export class Chat extends Component {
  state = { question: '', answer: '' };

  rest = '';

  constructor(props) {
    super(props);
    this.send = this.send.bind(this);
  }

  async send() {
    const response = await fetch('/api/ask', { method: 'POST', body: JSON.stringify({ question: this.state.question }) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      this.rest += value;
      const blocks = this.rest.split('\n\n');
      this.rest = blocks.pop();
      for (const block of blocks.filter((one) => one.startsWith('data: {'))) {
        this.setState(({ answer }) => ({ answer: answer + (JSON.parse(block.slice(6)).choices[0]?.delta.content ?? '') }));
      }
    }
  }

  render() {
    return createElement(
      'form',
      {},
      createElement('input', { onChange: (event) => this.setState({ question: event.target.value }) }),
      createElement('button', { onClick: this.send }, this.state.answer),
    );
  }
}
