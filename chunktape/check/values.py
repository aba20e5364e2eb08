"""The values of a check: how a client can be driven, one run of it, and what an oracle says. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class CantJudge(Exception):
    """The client can't be driven, or nothing that it does can be judged. `str(error)` is a sentence for a person."""


class Judgement(StrEnum):
    """What an oracle says of one run."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    CONVENTION = "convention"  #: right clients differ here
    NOT_JUDGED = "not judged"  #: the run says nothing
    NOT_APPLICABLE = "n/a"  #: the oracle says nothing of this client


class Entry(NamedTuple):
    """One way to drive a client: the export or function, and how it is called."""

    name: str
    way: str


class Drive(NamedTuple):
    """An entry under one profile, and what it is fed with: `bytes`, `buffer` (an ArrayBuffer) or `text`."""

    entry: int
    profile: str = "node"
    feed: str = "bytes"


class Said(NamedTuple):
    """Something that a client said: after how many pieces (-1: before the first), through what, and the value."""

    piece: int
    source: str
    value: Any


@dataclass(frozen=True, slots=True)
class Run:
    """What a client made of one body in pieces. `asked`: it asked for the answer; `delivered`: how many pieces it took;
    `ended`: it said that the answer is over; `lost`: `hang` where it never came back, `crash` where its process ended;
    `ends`: after which piece it said the end, and through which callback (empty: not through one).
    """

    cuts: tuple[int, ...] = ()
    said: tuple[Said, ...] = ()
    error: str = ""
    asked: bool = False
    delivered: int = 0
    ended: bool = False
    lost: str = ""
    ends: tuple[tuple[int, str], ...] = ()


def run_of(cuts: tuple[int, ...], found: Mapping[str, Any]) -> Run:
    """A run, from what the process says of it."""
    return Run(
        cuts,
        tuple(Said(*one) for one in found.get("said", ())),
        found.get("error", ""),
        found.get("asked", False),
        found.get("delivered", 0),
        found.get("ended", False),
        ends=tuple((piece, name) for piece, name in found.get("ends", ())),
    )


@dataclass(frozen=True)
class Loaded:
    """What a client's module has. `uses`: names of platforms in its text; `guards`: it looks for a TextDecoder."""

    entries: tuple[Entry, ...] = ()
    uses: tuple[str, ...] = ()
    guards: bool = False
    error: str = ""


class Client(Protocol):
    """What runs a client. `body` is sent once and named by a number from then on.

    `perform` is for what is no plain run: a scene of its life (`play`), or its speed (`time`). It gives the answer as
    it came, `{"lost": "hang"}` or `{"lost": "crash"}` where none did.
    """

    def load(self) -> Loaded: ...
    def body(self, data: bytes) -> int: ...
    def run(self, body: int, cuts: tuple[int, ...], drive: Drive) -> Run: ...
    def perform(self, op: str, body: int, drive: Drive, words: Mapping[str, Any]) -> dict[str, Any]: ...
    def close(self) -> None: ...
