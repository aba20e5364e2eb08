// The parser behind JSONStream: bytes in, one value after the other.
import { exhibit } from '../transports.mjs';

const { default: Parser } = await exhibit('jsonparse');

export default async function client(pieces, say) {
  const parser = new Parser();
  parser.onValue = function onValue(value) {
    if (this.stack.length === 0) {
      say(value);
    }
  };
  for await (const piece of pieces) {
    parser.write(Buffer.from(piece));
  }
}
