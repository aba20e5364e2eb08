"""Which bodies a client is checked with. Rules

- A tape is one recorded body, as it is or rewritten; tapes with equal bytes are one.
- Beside a tape stand its rewrites: the same answer in other bytes that every server may send. A plain LF tape is blind
  to bugs of CRLF, byte order marks and comments. Only an event stream may begin with such a mark (WHATWG 9.2.5); a
  sender of JSON must not add one (RFC 8259 section 8.1), so no reader of records is held to it.
- Without tapes of the user's the bundled library is tried: the first one that the client reads tells its shape, and it
  is held to the torture tapes of that shape in which every event is JSON or `[DONE]`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from cassettes import library
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.store import load
from chunktape.check.expectation import Expectation
from player.grammar.use import Use
from player.spec.perform import body_of
from player.spec.scenario import Scenario
from player.splits import Body

#: rewrites that stand beside a tape
BESIDE: Final = (("crlf",), ("nospace",), ("commented",), ("bom",), ("escaped",), ("pretty",), ("pretty", "crlf"))
#: cassettes of the library that are for decoders of any provider: `torture-cr` is what hardly any server sends
_NOT_ASKED: Final = ("torture-cr",)
#: bytes above which a body is cut in few ways only
LONG: Final = 100_000
#: bytes above which a body of the library is left out
_TOO_LONG: Final = 160_000


@dataclass(frozen=True)
class Tape:
    """One body. `file`: as a person gives it; `rewrite`: the name of the rewrite, or empty; `ours`: of the library."""

    file: str
    interaction: Interaction
    rewrites: tuple[Use, ...] = ()
    ours: bool = False

    @cached_property
    def body(self) -> Body:
        """The bytes that the client gets. Raises SpecError for a rewrite that they can't have."""
        return body_of(self.interaction, Scenario(rewrites=self.rewrites))

    @cached_property
    def want(self) -> Expectation:
        """What a right client makes of them."""
        return Expectation.of(self.body)

    @property
    def rewrite(self) -> str:
        return "+".join(str(use) for use in self.rewrites)

    @property
    def name(self) -> str:
        """`chat.cassette #2, crlf`."""
        name = f"{Path(self.file).name} #{self.interaction.number}"
        return f"{name}, {self.rewrite}" if self.rewrites else name

    @property
    def is_folded(self) -> bool:
        """Whether an event has several `data` lines: few clients join them, and those are wrong however it is cut."""
        return self.body.boundaries.dialect == "sse" and any("\n" in data for data in self.want.events)

    @property
    def dense(self) -> bool:
        """Whether it is short enough for every plan."""
        return len(self.body.data) <= LONG


def given(files: Iterable[str], rewrites: tuple[Use, ...] = ()) -> list[Tape]:
    """The tapes in the user's files; a name of the library will do. Raises CassetteError, SpecError."""
    found: list[Tape] = []
    for file in files:
        path = file
        if not Path(file).exists() and file in library.index():
            path = str(library.index()[file].path)
        tapes = [Tape(file, one, rewrites) for one in load(path).interactions if _streamed(one)]
        if not tapes:
            raise SpecError(say("{file} has no response with a body that can be cut and read as text.", file=file))
        found += tapes
    return distinct(found)


def bundled() -> list[Tape]:
    """The tapes of the library, the plainest first."""
    tapes = (
        Tape(entry.name, one, ours=True)
        for entry in library.index().values()
        if entry.name not in _NOT_ASKED
        for one in load(str(entry.path)).interactions
        if _streamed(one) and len(one.body) <= _TOO_LONG
    )
    return distinct(tapes)


def first_of_each() -> list[Tape]:
    """The first tape of each bundled cassette: by them it is found out how a client is driven.

    Not of each shape: a client that is wrong on the first tape of its shape may read another one of that shape.
    """
    found: dict[str, Tape] = {}
    for one in bundled():
        if one.dense and one.want.targets:
            found.setdefault(one.file, one)
    return list(found.values())


def of_shape(tape: Tape) -> list[Tape]:
    """The torture tapes that a client which reads `tape`, one of the library, has to read as well."""
    return [
        one
        for one in bundled()
        if one.file.startswith("torture-")
        and one.want.shape == tape.want.shape
        and one.want.regular
        and one.want.ended != "error"
    ]


def beside(tape: Tape) -> list[Tape]:
    """The rewrites of a tape that change it."""
    return distinct([tape, *_rewritten(tape)])[1:]


def _rewritten(tape: Tape) -> Iterator[Tape]:
    if tape.rewrites:
        return
    for names in BESIDE:
        other = Tape(tape.file, tape.interaction, tuple(map(Use, names)), tape.ours)
        try:
            if other.body.data and ("bom" not in names or other.body.boundaries.dialect == "sse"):
                yield other
        except SpecError:  # a body of another dialect
            continue


def _streamed(one: Interaction) -> bool:
    if one.head is None or one.unparsed or len(one.body) < 2:
        return False
    boundaries = Body.of(one).boundaries
    return not boundaries.encoded and boundaries.dialect != "binary"


def distinct(tapes: Iterable[Tape]) -> list[Tape]:
    """The tapes, each body once."""
    found: dict[bytes, Tape] = {}
    for one in tapes:
        found.setdefault(one.body.data, one)
    return list(found.values())
