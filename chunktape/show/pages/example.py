"""The stream in the pictures of `docs/splits.md`: twelve events with a place of most boundary classes."""

import json
from itertools import accumulate
from typing import Final

from cassettes.clock import MS
from player.splits.plan import Body

_WORDS: Final = (
    *("你好", "，世界！", "price: ", "¥12.50", " 👍🏽"),
    *('a "quote"', "data: no field", " [DONE] or not", "\n\n", "café"),
)


def _events() -> list[bytes]:
    texts = [json.dumps({"choices": [{"delta": {"content": word}}]}, ensure_ascii=False) for word in _WORDS]
    texts += ['{"choices":[],"usage":{"total_tokens":27}}', "[DONE]"]
    events = [f"data: {text}\n\n".encode() for text in texts]
    events[3] = b": keep-alive\n\n" + events[3]
    return events


def example() -> Body:
    """Twelve events (and a comment), recorded 40 ms apart; the last two came together, the fifth in two reads."""
    events = _events()
    sizes = [len(event) for event in events]
    times = [300 * MS + 40 * MS * index for index in range(len(events))]
    times[11] = times[10]
    sizes[4:5] = [30, sizes[4] - 30]
    times[5:5] = [times[4] + 3 * MS]
    cuts = tuple(accumulate(sizes))[:-1]
    return Body(b"".join(events), b"text/event-stream", b"", cuts, tuple(times), times[-1] + 5 * MS)
