"""The next request's head, from the reads that bring it: for both servers. Sans-IO. Rules

- Empty lines before a request are dropped (RFC 9112 section 2.2).
- The limit holds before memory is taken. Bytes that can't become a head are refused as soon as they are seen.
"""

import re
from typing import Final

from cassettes.errors import RequestError
from network.door.head import RequestHead, check_beginning, language_of, read_request_head
from network.door.refusal import refused

#: bytes of a head, and s from its first byte to its last
HEAD_LIMIT: Final = 64 << 10
HEAD_SECONDS: Final = 10.0
_EMPTY_LINES: Final = re.compile(rb"\A(?:\r\n)+")


class IncomingHead:
    """The head of a connection's next request while it arrives. `limit`: bytes of a head."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = b""
        #: the latest head, or what came of it
        self._latest: RequestHead | bytes = b""

    @property
    def language(self) -> str:
        """The client's language, as the latest head says it, or the part of it that has come; empty: unknown. Only a
        refusal asks.
        """
        latest = self._latest
        return latest.language if isinstance(latest, RequestHead) else language_of(latest)

    @property
    def pending(self) -> bool:
        """Whether a part of a head is here."""
        return bool(self._held)

    def feed(self, data: bytes) -> tuple[RequestHead | None, bytes]:
        """The head, once it is whole, and the bytes behind it. Raises RequestError; then nothing is held."""
        seen = len(self._held)
        raw, self._held = (self._held + data if seen else data), b""
        try:
            head, rest = self._read(raw, seen)
        except RequestError:
            self._latest = raw[: self._limit]
            raise
        if head is not None:
            self._latest = head
        return head, rest

    def _read(self, raw: bytes, seen: int) -> tuple[RequestHead | None, bytes]:
        if raw.startswith(b"\r\n"):
            raw = _EMPTY_LINES.sub(b"", raw)
        end = raw.find(b"\r\n\r\n", max(0, seen - 3))
        if (end + 4 if end >= 0 else len(raw)) > self._limit:
            raise refused("head-too-large" if b"\n" in raw[: self._limit] else "target-too-long", limit=self._limit)
        if end < 0:
            check_beginning(raw)
            self._held = raw
            return None, b""
        return read_request_head(raw[: end + 4]), raw[end + 4 :]
