"""The user's tapes, the bundled ones, and the variants of a tape. Rules

- A tape is joined by its rewrites, the same answer in other bytes that any server may send: a plain LF tape does not
  show bugs with CRLF, byte order marks and comments. The same stream with other text in it joins it, too.
- Only an event stream may begin with such a mark (WHATWG 9.2.5); a sender of JSON must not add one (RFC 8259 section
  8.1), so no reader of records is held to it.
- A rewrite that would change nothing of that tape joins the first other one that it changes.
- Without user's tapes the bundled library is tried: the first one that the client reads shows its shape, and it is
  checked with the torture tapes of that shape in which every event is JSON or `[DONE]`.
- A response that is not a stream (one JSON document, an error, an encoded or binary body) is not a tape.
- Tapes with equal bytes are one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Final

from cassettes import library
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.store import load
from chunktape.check.tapes.other_text import TEXTS
from chunktape.check.tapes.tape import Tape
from player.grammar.use import Use
from player.schedule.tape import Tape as Response

#: rewrites that stand beside a tape
BESIDE: Final = (
    *(("crlf",), ("nospace",), ("commented",), ("bom",), ("escaped",), ("pretty",), ("pretty", "crlf")),
    *(("data-first",), ("blank-lines",)),
)
#: cassettes of the library that are left out: hardly any server sends the line ends of `torture-cr`
_NOT_ASKED: Final = ("torture-cr",)
#: bytes above which a body of the library is left out
_TOO_LONG: Final = 160_000


def given(files: Iterable[str]) -> list[Tape]:
    """The tapes in the user's files; a name of the library will do. Raises CassetteError, SpecError."""
    found: list[Tape] = []
    for file in files:
        tapes = [Tape(file, one) for one in load(library.located(file)).interactions if _streamed(one)]
        if not tapes:
            raise SpecError(
                say(
                    "{file} has no streamed response: `check` needs one that succeeds, with events, lines or plain "
                    "text, not encoded. `chunktape show {file}` says what it has; record the stream itself.",
                    file=file,
                )
            )
        found += tapes
    return distinct(found)


@cache
def bundled() -> tuple[Tape, ...]:
    """The tapes of the library, the plainest first; read once, and each is classified once."""
    tapes = (
        Tape(entry.name, one, ours=True)
        for entry in library.index().values()
        if entry.name not in _NOT_ASKED
        for one in load(str(entry.path)).interactions
        if _streamed(one) and len(one.body) <= _TOO_LONG
    )
    return tuple(distinct(tapes))


@cache
def first_of_each() -> tuple[Tape, ...]:
    """The first tape of each bundled cassette, with which the way to drive a client is found. The plainest one of each
    shape comes first, and of these the torture tapes last: a client for one provider may happen to read a peculiar tape
    of another. The other tapes follow, because a client that is wrong on the first tape of its shape may read another
    one. Plain text is last, since any client that passes its input on reads it.
    """
    found: dict[str, Tape] = {}
    shapes: dict[str, Tape] = {}
    for one in bundled():
        if one.dense and one.want.targets:
            found.setdefault(one.file, one)
            shapes.setdefault(one.want.shape, one)
    plainest = sorted(
        (one for shape, one in shapes.items() if shape != "text"),
        key=lambda one: one.want.shape != "openai" and one.file.startswith("torture-"),
    )
    return (*plainest, *(one for one in found.values() if one not in plainest))


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


def beside(tape: Tape, others: Iterable[Tape] = ()) -> list[Tape]:
    """The rewrites of a tape that change it, and the same stream with other text. A rewrite that does not change it (no
    event has a name or an id) stands beside the first of the `others` that it changes.
    """
    found = distinct([tape, *_others(tape)])[1:]
    had = {one.rewrite for one in found}
    for names in BESIDE if not tape.rewrite else ():
        uses = tuple(map(Use, names))
        if "+".join(names) not in had:
            changed = (one for one in others if not one.rewrite and one.dense and _changes(uses, one))
            found += [replace(one, rewrites=uses) for one in islice(changed, 1)]
    return found


def _changes(uses: tuple[Use, ...], tape: Tape) -> bool:
    try:
        return replace(tape, rewrites=uses).body.data != tape.body.data and tape.body.boundaries.dialect == "sse"
    except SpecError:
        return False


def _others(tape: Tape) -> Iterator[Tape]:
    if tape.rewrite:
        return
    others = [replace(tape, rewrites=tuple(map(Use, names))) for names in BESIDE]
    others += [replace(tape, other=name) for name in TEXTS]
    for other in others:
        try:
            if other.body.data and (other.rewrite != "bom" or other.body.boundaries.dialect == "sse"):
                yield other
        except SpecError:  # a body of another dialect, or without text
            continue


def _streamed(one: Interaction) -> bool:
    if one.head is None or one.unparsed or len(one.body) < 2 or not 200 <= one.head.status < 300:
        return False
    return Response(one).kind not in ("json", "binary")


def distinct(tapes: Iterable[Tape]) -> list[Tape]:
    """The tapes, each body once."""
    found: dict[bytes, Tape] = {}
    for one in tapes:
        found.setdefault(one.body.data, one)
    return list(found.values())
