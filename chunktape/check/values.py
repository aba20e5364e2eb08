"""The values of a check: how a client can be driven, one run of it, and a judgement. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol


class CantJudge(Exception):
    """The client can't be driven, or nothing that it does can be judged. `str(error)` is a sentence for a person."""


class Judgement(StrEnum):
    """An oracle's judgement of one run."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    CONVENTION = "convention"  #: correct clients differ here
    NOT_JUDGED = "not judged"  #: the run gives no judgement
    NOT_APPLICABLE = "n/a"  #: the oracle does not apply to this client


#: ways in which a client is given the pieces; in the other ways it asks for them
_FED: Final = ("decoder", "piece", "chunks", "async chunks")


class Entry(NamedTuple):
    """One way to drive a client: the export or function, and how it is called. `listens`: a decoder that asks as well,
    and so gets its pieces as the platform gives them.
    """

    name: str
    way: str
    listens: bool = False

    @property
    def asks(self) -> bool:
        """Whether the client asks for the answer itself; others are given its pieces."""
        return self.way not in _FED


class Drive(NamedTuple):
    """An entry under one profile, and what it is fed with: `bytes`, `buffer` (an ArrayBuffer), `text`, or `result` (an
    object with `data`, as a listener of the platform gets it). `look`: the place of the answer in the client's state
    (`page.data.text`) or in what it prints (`console.log`); empty where it is not known, or comes by a callback or
    result; `heard`: it is known to come by a callback or result, so states are not read. With `trace` the run has the
    client's line behind each value; one that is `watched` and never comes back has the line at which it is stuck.
    """

    entry: int
    profile: str = "node"
    feed: str = "bytes"
    look: str = ""
    trace: bool = False
    heard: bool = False
    watched: bool = False


class Said(NamedTuple):
    """A value that a client gave: after how many pieces (-1: before the first), through which source, and the value."""

    piece: int
    source: str
    value: Any


class Mark(NamedTuple):
    """What a client's code did in a traced run, with which piece. `kind`: a builtin that threw, `U+FFFD` for one that
    gave it, `ran` for a place that was run, with the piece that first came there, `gave` for one where the function
    that is called gave a value; `key` tells the same event of two runs; `where`: the client's own `file:line`, with the
    column for a place.
    """

    piece: int
    kind: str
    key: str
    where: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a client made of one body in pieces. `asked`: it asked for the answer; `delivered`: how many pieces it took;
    `ended`: it said that the answer is over; `lost`: `hang` where it never came back, `crash` where its process ended;
    `same`: it said what it says at the baseline, nothing later than with the piece that has the baseline's last byte;
    `ends`: how often each callback that says the end was called; `past`: how many things it said with a later piece;
    `late`: it said nothing but what a timer of more than two minutes would have said, or was not done after minutes.
    Of a traced run: `where`, the client's own `file:line` behind the error, `lines`, the same of each value said, and
    `marks`, what its code did. Of a watched one that hangs: `where` it is stuck.
    """

    cuts: tuple[int, ...] = ()
    said: Sequence[Said] = ()
    error: str = ""
    asked: bool = False
    delivered: int = 0
    ended: bool = False
    lost: str = ""
    ends: tuple[tuple[str, int], ...] = ()
    past: int = 0
    same: bool = False
    late: bool = False
    where: str = ""
    lines: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """What a client's module has. `uses`: names of platforms in its text; `guards`: it looks for a TextDecoder;
    `sought`: platforms that it looks for before it uses them (`typeof swan`); `text`: that of its own files;
    `stubbed`: imports that are not there; `tool`: what built it; `where`: the client's own `file:line` behind an error;
    `build`: it has to be built, and nothing else is known; `home`: the profile of a client that names no platform.
    """

    entries: tuple[Entry, ...] = ()
    uses: tuple[str, ...] = ()
    guards: bool = False
    sought: tuple[str, ...] = ()
    error: str = ""
    text: str = ""
    where: str = ""
    stubbed: tuple[str, ...] = ()
    tool: str = ""
    build: bool = False
    home: str = "node"


class Client(Protocol):
    """A runner of a client. A body is sent once and named by a number from then on; `base`: where the baseline cuts it.

    `runs` gives one run per plan, in order; more of the plans may be under way than were asked for. Other runs may be
    asked for while it is not at its end. `perform` is for what is no plain run: scenes of its life (`play`), or its
    speed (`time`); it gives the answers as they came, in order, `{"lost": "hang"}` or `{"lost": "crash"}` as the last
    one where none did. Nothing else is asked for until it is at its end.
    """

    def load(self) -> Loaded: ...
    def body(self, data: bytes, base: tuple[int, ...] = ()) -> int: ...
    def runs(self, body: int, plans: Iterable[tuple[int, ...]], drive: Drive) -> Iterator[Run]: ...
    def perform(
        self, op: str, body: int, drive: Drive, asked: Iterable[Mapping[str, Any]]
    ) -> Iterator[dict[str, Any]]: ...
    def close(self) -> None: ...
