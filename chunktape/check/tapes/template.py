"""A stream in the JSON of a person's own backend, made from one event of it. Pure. Rules

- `$TEXT` in the event stands for a piece of the answer, as a JSON string; quotes around it may be there or not.
- The text of the pieces is known, so the client is judged by it, even though no reader knows the shape.
"""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from cassettes.printable import safe

_HOLE: Final = "$TEXT"


@dataclass(frozen=True)
class Template:
    """One event of a backend's stream. `text`: its data, with `$TEXT`; `event`: its name, or empty; `done`: the data of
    one more event at the end, or empty; `ndjson`: it is a line of JSON, not a server-sent event.

    Raises SpecError for a text that no event can have.
    """

    text: str
    event: str = ""
    done: str = ""
    ndjson: bool = False

    def __post_init__(self) -> None:
        example = say("Write one event of your backend, such as '{example}'.", example='{"content":$TEXT}')
        if _HOLE not in self.text:
            raise SpecError(
                say(
                    "--template {text!r} has no $TEXT where the answer stands. {example}",
                    text=self.text,
                    example=example,
                )
            )
        try:
            json.loads(self.filled("x"))
        except (ValueError, RecursionError):
            raise SpecError(
                say("--template {text!r} is not JSON with a text for $TEXT. {example}", text=self.text, example=example)
            ) from None
        if self.ndjson and self.event:
            raise SpecError(say("--ndjson sends lines, which have no names: leave --event out."))
        for option, words in (("--event", self.event), ("--done", self.done)):
            if "\n" in words or "\r" in words:
                raise SpecError(say("{option} is one line: {text!r} has several.", option=option, text=words))

    def filled(self, text: str) -> str:
        """The data of an event that says `text`."""
        written = json.dumps(text, ensure_ascii=False)
        return " ".join(self.text.splitlines()).replace(f'"{_HOLE}"', _HOLE).replace(_HOLE, written)

    def interaction(self, texts: Sequence[str]) -> Interaction:
        """The stream that says `texts`, one event each."""
        pieces = [self._event(self.filled(text), self.event) for text in texts]
        pieces += [self._event(self.done, "")] if self.done else []
        chunks = [Chunk(0, number, piece, Mark.END) for number, piece in enumerate(pieces, 1)]
        kind = b"application/x-ndjson" if self.ndjson else b"text/event-stream; charset=utf-8"
        head = ResponseHead(0, 200, b"OK", ((b"Content-Type", kind), (b"Transfer-Encoding", b"chunked")))
        ending = Ending(EndKind.COMPLETE, 0, len(chunks))
        return Interaction(1, Request("POST", b"/"), head, Chunks.of(chunks), ending)

    def _event(self, data: str, name: str) -> bytes:
        if self.ndjson:
            return f"{data}\n".encode()
        return (f"event: {name}\n" if name else "").encode() + f"data: {data}\n\n".encode()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its arguments on the command line."""
        named = (("--template", self.text), ("--event", self.event), ("--done", self.done))
        given = [word for option, value in named if value for word in (option, value)]
        return (*given, *(("--ndjson",) if self.ndjson else ()))

    def __str__(self) -> str:
        return safe(shlex.join(self.words))
