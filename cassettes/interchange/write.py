"""Cassettes for other tools: the writer of a format, from interactions to text. Rules

- `yaml` and `json` are lossless: importing them gives the same interactions, byte for byte and time for time;
  records that were interleaved come one interaction after the other, and the file ends with a footer.
- `har` is for viewers and other tools: valid HAR 1.2, with each event's time; `sse` is the body of one interaction.
- Each writer is a function of values; nothing here reads a file or a clock.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from cassettes.errors import SpecError
from cassettes.interchange.formats import FORMATS
from cassettes.messages import say
from cassettes.model import Cassette, Interaction
from cassettes.store import numbered

#: every format that is written; `sse` takes a single interaction
WRITABLE: Final = (*(name for name, one in FORMATS.items() if one.writer), "sse")


def export(cassette: Cassette, form: str, number: int | None = None) -> bytes:
    """The cassette, or its interaction `number`, in the format `form`.

    Raises SpecError for a number that the cassette does not have, and for `sse` without one where there are several.
    """
    chosen = cassette.interactions if number is None else (numbered(cassette, number),)
    if form == "sse":
        if len(chosen) != 1:
            numbers = ", ".join(str(one.number) for one in chosen[:20]) or "-"
            raise SpecError(
                say(
                    "{file} has these interactions: {numbers}. Name one: chunktape export FILE --as sse NUMBER",
                    file=cassette.path,
                    numbers=numbers,
                )
            )
        return chosen[0].body
    module, _, name = FORMATS[form].writer.rpartition(".")
    function: Callable[[Cassette, tuple[Interaction, ...]], str] = getattr(
        import_module(f"cassettes.interchange.{module}"), name
    )
    return function(cassette, chosen).encode()
