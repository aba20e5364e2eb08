// split2: lines from a stream.
import { eventsOf } from '../events.mjs';
import { exhibit, through } from '../transports.mjs';

const { default: split2 } = await exhibit('split2');

export default (pieces, say) => through(pieces, split2({ skipOverflow: false }), eventsOf(say));
