"""Reads a running player: its journal, its coverage, and what the client reported. The shell of `chunktape.report`.

Rules
- Only the URL given is asked, without a proxy. A recorder is asked for its version and nothing else: every other
  question would go on to the upstream.
- Answers are untrusted: at most 8 MiB of each are read, and values of another type count as absent.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from cassettes.errors import SpecError, UpstreamError
from cassettes.messages import say
from cassettes.messages.reasons import why
from chunktape.doctor.ports import health
from network.listen import DEFAULT_PORT, url_of

#: requests in a report, the last ones
REQUESTS: Final = 20
#: lengths of a client's pieces that are shown for one request
LENGTHS: Final = 200
_SECONDS: Final = 5.0
_LIMIT: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Saw:
    """A player's answers. `entries`: those of its journal; `observed`: request number -> the pieces that its client
    reported, lengths in bytes; `coverage`: of each recording.
    """

    version: str
    recording: bool = False
    entries: tuple[Mapping[str, Any], ...] = ()
    observed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    coverage: tuple[Mapping[str, Any], ...] = ()

    def plays(self, name: str) -> bool:
        """Whether the journal may be about the cassette `name`: no request was answered, or one was from it."""
        played = {one.get("cassette") for one in self.entries} - {None, ""}
        return not played or name in played


def look(url: str) -> Saw:
    """Read the player at `url`. Raises SpecError for another kind of URL, UpstreamError where none answers."""
    asked = _asked(url)
    with asked.reached():
        told = health(asked.host, asked.port)
    if not isinstance(told.get("version"), str):
        raise UpstreamError(say("At {url} nothing of chunktape answers. Is `chunktape play` running there?", url=url))
    if told.get("recording") is True:
        return Saw(told["version"], recording=True)
    entries = tuple(dicts_in(asked.get("/@chunktape/journal").get("entries")))[-REQUESTS:]
    numbers = [one["number"] for one in entries if isinstance(one.get("number"), int)]
    observed = {number: lengths for number in numbers if (lengths := asked.observed(number))}
    coverage = tuple(dicts_in(asked.get("/@chunktape/coverage").get("recordings")))[:REQUESTS]
    return Saw(told["version"], entries=entries, observed=observed, coverage=coverage)


def _asked(url: str) -> "_Asked":
    """The player at a base URL. Raises SpecError for any other text."""
    try:
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname:
            return _Asked(parts.hostname, parts.port or 80)
    except ValueError:
        pass
    such = url_of("", DEFAULT_PORT)
    raise SpecError(say("--url needs the base URL of a player, such as {such}; found {url!r}.", such=such, url=url))


def dicts_in(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list; none for any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class _Asked:
    """The control endpoints of one player."""

    host: str
    port: int

    def get(self, path: str) -> dict[str, Any]:
        """The JSON object at `path`; an empty one for any other answer. Raises UpstreamError where nobody answers."""
        with closing(HTTPConnection(self.host, self.port, timeout=_SECONDS)) as connection:
            try:
                with self.reached():
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    value = json.loads(answer.read(_LIMIT)) if answer.status == 200 else {}
            except (ValueError, RecursionError):
                return {}
        return value if isinstance(value, dict) else {}

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Raises UpstreamError where nobody answers what is asked within."""
        try:
            yield
        except (OSError, HTTPException) as error:
            url, reason = url_of(self.host, self.port), why(error)
            words = say(
                "{url} can't be reached: {error}. Is it running?", url=url, error=reason or type(error).__name__
            )
            raise UpstreamError(words) from None

    def observed(self, number: int) -> tuple[int, ...]:
        """The lengths in bytes of the pieces that the client of request `number` reported; empty where it did not."""
        lane = self.get(f"/@chunktape/journal/{number}").get("observed")
        pieces = lane.get("pieces") if isinstance(lane, dict) else None
        if not isinstance(pieces, list):
            return ()
        ends = [one[1] for one in pieces if isinstance(one, list) and len(one) == 2 and isinstance(one[1], int)]
        return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))[:LENGTHS]
