"""Python clients of the tests: a right one, and some whose life is wrong."""

import codecs
import json
from collections.abc import Iterable, Iterator

_HELD = ""


def _content(event: str) -> str:
    lines = [line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:")]
    data = "\n".join(lines)
    if not data or data == "[DONE]":
        return ""
    return (json.loads(data).get("choices") or [{}])[0].get("delta", {}).get("content") or ""


class Decoder:
    """Right."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all that is held."""
        self.held, self.decoder = "", codecs.getincrementaldecoder("utf-8")()

    def feed(self, chunk: bytes) -> list[str]:
        """The texts of the events that are complete with this chunk."""
        *events, self.held = (self.held + self.decoder.decode(chunk)).split("\n\n")
        return [_content(event) for event in events]


class OfText:
    """Right: it is given text."""

    def __init__(self) -> None:
        self.held = ""

    def reset(self) -> None:
        """Forget all that is held."""
        self.held = ""

    def feed(self, text: str) -> list[str]:
        """The texts of the events that are complete with this piece."""
        *events, self.held = (self.held + text).split("\n\n")
        return [_content(event) for event in events]


class Forgetful(Decoder):
    """Wrong: reset keeps the half of an event."""

    def reset(self) -> None:
        """Forget what was held of a character."""
        self.held, self.decoder = getattr(self, "held", ""), codecs.getincrementaldecoder("utf-8")()


class Slow(Decoder):
    """Wrong: all that came is read again with each chunk."""

    def feed(self, chunk: bytes) -> list[str]:
        """The texts that were not there before."""
        self.held += self.decoder.decode(chunk)
        *events, _ = self.held.split("\n\n")
        text = "".join(event for event in events)
        return [_content(events[-1])] if len(text) and self.held.endswith("\n\n") else []


def shares(chunks: Iterable[bytes]) -> Iterator[str]:
    """Wrong: the half of an event stands in the module."""
    global _HELD
    for text in codecs.iterdecode(chunks, "utf-8"):
        *events, _HELD = (_HELD + text).split("\n\n")
        for event in events:
            yield _content(event)
