// The parser of csv-parse; a line of the tape is a row of one column.
import { eventsOf } from '../events.mjs';
import { exhibit, through } from '../transports.mjs';

const { default: parse } = await exhibit('csv-parse');

export default function client(pieces, say) {
  const take = eventsOf(say);
  const options = { delimiter: '\u0001', quote: '\u0002', escape: '\u0002', relax_column_count: true };
  return through(pieces, parse(options), ([line]) => take(line));
}
