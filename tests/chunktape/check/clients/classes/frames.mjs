// Right: a piece gives the list of the events that it completes, each with the list of its lines.
export class FrameReader {
  constructor() {
    this.held = '';
    this.frame = { name: '', data: [] };
  }

  push(text) {
    const frames = [];
    this.held += text;
    for (let at = this.held.indexOf('\n'); at >= 0; at = this.held.indexOf('\n')) {
      const line = this.held.slice(0, at).replace(/\r$/, '');
      this.held = this.held.slice(at + 1);
      if (line === '') {
        frames.push(this.frame);
        this.frame = { name: '', data: [] };
      } else if (line.startsWith('data:')) {
        this.frame.data.push(line.slice(5).replace(/^ /, ''));
      } else if (line.startsWith('event:')) {
        this.frame.name = line.slice(6).trim();
      }
    }
    return { frames, waiting: this.held.length };
  }
}
