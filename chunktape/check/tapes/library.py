"""The user's tapes, the bundled ones, and what stands beside a tape. Rules

- Beside a tape stand its rewrites: the same answer in other bytes that every server may send. A plain LF tape is blind
  to bugs of CRLF, byte order marks and comments. So does the same stream with other text in it.
- Only an event stream may begin with such a mark (WHATWG 9.2.5); a sender of JSON must not add one (RFC 8259 section
  8.1), so no reader of records is held to it.
- Without tapes of the user's the bundled library is tried: the first one that the client reads tells its shape, and it
  is held to the torture tapes of that shape in which every event is JSON or `[DONE]`.
- What is no stream (one JSON document, an error, what is encoded or binary) is no tape.
- Tapes with equal bytes are one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
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
#: cassettes of the library that are for decoders of any provider: `torture-cr` is what hardly any server sends
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

    The plainest one of each shape comes first, and of these the torture tapes behind the others: a client for one
    provider may happen to read what stands in one peculiar tape of another. The others follow, because a client that is
    wrong on the first tape of its shape may read another one. Plain text is last: whoever hands on what it gets reads
    that.
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
    return [*plainest, *(one for one in found.values() if one not in plainest)]


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
    """The rewrites of a tape that change it, and the same stream with other text."""
    return distinct([tape, *_others(tape)])[1:]


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
