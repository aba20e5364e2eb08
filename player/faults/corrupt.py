"""`corrupt` and `bad-utf8`: bytes that are wrong."""

import re
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from player.faults.events import lacks
from player.faults.fault import Arguments, At, Choice, Count, Draw, Fault, Phase, Splice, Tape
from player.faults.places import offset_in
from player.grammar.addresses import CHARACTER

#: the first letter of a text in JSON, else any letter
_VALUE: Final = re.compile(rb'(?<=[:\[,]")[A-Za-z]|(?<=: ")[A-Za-z]')
_LETTER: Final = re.compile(rb"[A-Za-z]")
#: an emoji as two surrogates, three bytes each (CESU-8)
_SURROGATES: Final = "\ud83d\ude00".encode("utf-8", "surrogatepass")


def corrupt(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body with one byte changed: the one behind `at`, or a drawn one; `xor` 0 flips a drawn bit."""
    if not tape.body:
        raise lacks("corrupt", say("a byte"))
    chance = draw.sequence("fault")
    drawn, bit = chance.below(max(1, len(recorded.body))), 1 << chance.below(8)
    offset = offset_in(tape, recorded, arguments.word("at") or f"byte:{drawn}")
    offset = min(offset, len(tape.body) - 1)
    return tape.spliced([Splice(offset, offset + 1, bytes([tape.body[offset] ^ (arguments.number("xor") or bit)]))])


def bad_utf8(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body with the first character behind `at` made invalid."""
    kind, body = arguments.word("as"), tape.body
    if tape.coding is not None:
        raise SpecError(
            say(
                "`{coding}` hides the characters that `{name}` changes. Leave one of them out.",
                coding=tape.coding.name,
                name="bad-utf8",
            )
        )
    offset = offset_in(tape, recorded, arguments.word("at"))
    found = CHARACTER.search(body, offset) or CHARACTER.search(body)
    if found is None:  # only ASCII: a lead byte without its continuation
        letter = _VALUE.search(body, offset) or _LETTER.search(body, offset) or _LETTER.search(body)
        if letter is None:
            raise lacks("bad-utf8", say("a letter"))
        return tape.spliced([Splice(letter.end(), letter.end(), _SURROGATES if kind == "surrogate" else b"\xe4")])
    start, end = found.span()
    wrong = {"lead": (start + 1, end, b""), "replaced": (end - 1, end, b"?"), "surrogate": (start, end, _SURROGATES)}
    return tape.spliced([Splice(*wrong[kind])])


FAULTS = (
    Fault(
        "corrupt",
        Phase.BYTES,
        on_tape=corrupt,
        parameters={"at": At("", without=("head",)), "xor": Count(1, 255, 0, quiet=True)},
        seeded=True,
        invents=True,
        about="One byte is another: one bit of it is flipped, or the bits of `xor`. Without `at` the seed chooses it.",
        meets="Broken memory, a filter that rewrites text, a gateway that takes the body for another encoding.",
    ),
    Fault(
        "bad-utf8",
        Phase.BYTES,
        on_tape=bad_utf8,
        parameters={"at": At(without=("head",)), "as": Choice(("lead", "replaced", "surrogate"))},
        dialects=("sse", "ndjson", "text"),
        invents=True,
        about=(
            "The first character of several bytes behind `at` is no UTF-8: its lead byte alone, its last byte "
            "replaced, or two surrogates of three bytes each. In a body of ASCII alone it is put in."
        ),
        meets="A backend that cuts tokens in the middle of a character, or strings at a length in bytes; Java's UTF-8.",
        shown=("", "as=surrogate"),
    ),
)
