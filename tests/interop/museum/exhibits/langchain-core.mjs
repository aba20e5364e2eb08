// The reader of event streams in @langchain/core.
import { webStreamOf } from '../transports.mjs';

const { convertEventStreamToIterableReadableDataStream: read } = await import('langchain-core-current/utils/event_source_parse');

export default (pieces) => read(webStreamOf(pieces));
