"""`retoken`: the same answer in other events, as the provider might have sent it. Rules

- Every text, thought and argument stays the same; the other contents of events come as often as before.
- Events that carry no piece of the answer stay where they are, and nothing is moved past them.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from player.grammar.arguments import Arguments, Draw
from player.rewrites.retoken.event import Made, Writer, parts
from player.rewrites.retoken.find import says_the_same, sources_of
from player.rewrites.retoken.numbers import numbered
from player.rewrites.retoken.pieces import SURROGATE, chosen, cuts, stands
from player.rewrites.retoken.runs import halved, runs_of
from player.rewrites.retoken.source import Event, events_of
from player.rewrites.retoken.targets import TARGETS
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

#: bytes of a rewritten body at most: each event repeats its envelope
MOST: Final = 64 << 20
#: JSON separators of a body at most: each stands for a value whose place takes some hundred bytes of memory
VALUES: Final = 500_000


def retokened(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The answer of `tape` in other events. Raises SpecError for a body without pieces of an answer, or with too
    many.
    """
    if tape.body.count(b",") + tape.body.count(b":") > VALUES:
        raise SpecError(
            say("`retoken` takes bodies of at most {limit} JSON values. Leave it out for this recording.", limit=VALUES)
        )
    found = events_of(tape)
    sources = sources_of(tape, found)
    if not sources:
        raise SpecError(
            say(
                "`retoken` finds no pieces of an answer in this body: it knows the streams of OpenAI, Anthropic, "
                "Gemini, DashScope, Ollama and their kin. Leave it out for this recording."
            )
        )
    runs = runs_of(sources, found)
    at = chosen(arguments.word("at"), runs, draw)
    if at in TARGETS and not stands(at, runs):
        raise SpecError(
            say("`retoken,at={at}` finds nothing of that kind in this answer. Leave it out for this recording.", at=at)
        )
    if at == SURROGATE:
        runs = runs_of([halved(one) for one in sources], found)
    draws = draw.sequence("token")
    anew = (part for run in runs for part in parts(run, cuts(at, run, draws), found))
    made = list(_within_reason(anew, found))
    spoken = {one.event for one in sources}
    made += [Made(number, number, id=event.id) for number, event in enumerate(found) if number not in spoken]
    made.sort(key=lambda one: one.place)
    anew_told = tape.spliced(_splices(tape, found, numbered(made, found)))
    return anew_told if says_the_same(tape, anew_told) else tape


def _within_reason(made: Iterator[Made], found: Sequence[Event]) -> Iterator[Made]:
    """The events, up to `MOST` bytes together. Raises SpecError beyond that."""
    size = 0
    for one in made:
        event = found[one.event]
        size += event.frame.end - event.frame.start
        size += sum(len(value) - event.json.width(path) for path, value in one.values.items())
        if size > MOST:
            raise SpecError(
                say(
                    "`retoken` would make more than {limit} MiB of this body, since every event repeats what stands "
                    "around its text. `at=one` makes fewer events.",
                    limit=MOST >> 20,
                )
            )
        yield one


def _splices(tape: Tape, found: Sequence[Event], made: Sequence[Made]) -> Iterator[Splice]:
    """The splices that put new events in the place of the old ones."""
    writer, placed = Writer(tape, found), dict[int, list[bytes]]()
    for one in made:
        placed.setdefault(one.place, []).append(writer.written(one))
    for number, event in enumerate(found):
        start, end = tape.begin(event.frame), event.frame.end
        data = b"".join(placed.get(number, ()))
        if data != tape.body[start:end]:
            yield Splice(start, end, data)
