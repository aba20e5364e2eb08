// The parser of ndjson, a stream.
import { exhibit, through } from '../transports.mjs';

const { default: ndjson } = await exhibit('ndjson');

export default (pieces, say) => through(pieces, ndjson.parse(), (record) => say(record));
