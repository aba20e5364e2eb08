// A class that is given what the listener gets, and keeps the text in a field.
module.exports = class StreamReader {
  constructor() {
    this.text = '';
    this.rest = '';
  }

  handleChunk(res) {
    this.rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    const lines = this.rest.split('\n');
    this.rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {')) {
        const piece = JSON.parse(line.slice(6)).choices[0];
        this.text += (piece && piece.delta.content) || '';
      }
    }
  }
};
