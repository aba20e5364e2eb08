"""What home-made backends stream: a key `content` with a piece of the answer, and nothing that a provider's shape has.

Thoughts stand in `reasoning_content` beside it. It is read, not made: `text` and the providers' shapes are made.
"""

from typing import Final

from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each


def _read(payload: Payload) -> Deltas:
    yield from payload.says(Kind.REASONING, "reasoning_content")
    yield from payload.says(Kind.TEXT, "content")
    yield from payload.says(Kind.FINISH, "finish_reason")
    yield from payload.says(Kind.ERROR, "error", "message")
    yield from payload.says(Kind.ERROR, "error")


READERS: Final = (Reader("content", lambda payload: isinstance(payload.at("content"), str), each(_read)),)
