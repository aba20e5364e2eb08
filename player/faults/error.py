"""`error`: the provider reports a failure in the middle of a stream."""

from cassettes.messages import say
from cassettes.providers.answer import compact
from cassettes.providers.read import failure
from player.faults.events import event_at, lacking, lacks, over, shape_of, written
from player.faults.fault import Arguments, At, Choice, Count, Draw, Fault, Phase, Splice, Tape
from player.faults.places import offset_in


def error(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """An error event before the event at `at`, then the continuation that `then` names."""
    size, then = len(tape.body), arguments.word("then")
    said = failure(shape_of(recorded), arguments.number("code"))
    event = tape.events[event_at(tape, recorded, arguments.word("at"), "error")]
    at, lead = tape.begin(event), b""
    if offset_in(tape, recorded, arguments.word("at")) >= event.end:
        at, lead = size, lacking(tape, event)
    data = lead + written(tape, compact(said.streamed), said.event, said.comment)
    last = over(tape)
    if then == "rest":
        return tape.spliced([Splice(at, at, data)])
    if then == "done" and last < 0:
        raise lacks("error,then=done", say("an event such as [DONE] or message_stop"))
    if last >= 0 and (then == "done" or (then == "provider" and not said.ends)):
        start = max(at, tape.begin(tape.events[last]))
        return tape.spliced([Splice(at, at, data), Splice(at, start, b"")])
    return tape.spliced([Splice(at, at, data), Splice(at, size, b"")]).ended()


FAULTS = (
    Fault(
        "error",
        Phase.BYTES,
        on_tape=error,
        parameters={
            "at": At(without=("head",)),
            "code": Count(400, 599, 0, quiet=True),
            "then": Choice(("provider", "end", "done", "rest")),
        },
        dialects=("sse", "ndjson"),
        invents=True,
        about=(
            "An error event comes before the event at `at`, as the provider whose answer was recorded writes it: for "
            "the status `code`, or its most frequent one. `then` says what follows: the provider's own end, nothing, "
            "`[DONE]` or its like alone, or the rest of the answer."
        ),
        meets="A model that is overloaded in the middle of an answer, a filter, a quota that is used up.",
        shown=("", "then=rest"),
    ),
)
