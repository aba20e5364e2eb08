"""What is played where a recording has no response to give back, or one that this server can't send. Rules

- `unreachable` is answered as the recorder answered it, 502 with its note at its time; a reset or close of the
  upstream before its head is that again (without a wire: 502); where the recorder stopped or the client left before the
  head came there is nothing to give back: 502 that says so, at once.
- A response that the recorder gave up on, or that the client or the recorder's end cut off (`timeout`, `client-abort`,
  `interrupted`) plays as far as it goes and is closed without its end at its recorded time.
"""

from dataclasses import replace
from itertools import takewhile

from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, ResponseHead
from network.door.refusal import NO_RETRY, error_body
from player.library.recordings import Recording
from player.stream.asgi_stream import FIRST_STATUS, LAST_STATUS


def stand_in(recording: Recording, *, wired: bool) -> Recording:
    """The recording as it can be played here: 502 with a sentence where it has no response to give back."""
    one = recording.interaction
    kind = one.ending.kind
    if one.head is not None:
        if wired or FIRST_STATUS <= one.head.status <= LAST_STATUS:
            return recording if wired or not one.unparsed else replace(recording, interaction=_parsed(one))
        at, code = one.head.at, "status-not-sendable"
        message = say(
            "{label} has the status {status}, which this server can't send: it knows 200 to 599. `chunktape play` can.",
            label=recording.label,
            status=one.head.status,
        )
    else:
        playable = bool(len(one.chunks)) or kind in (EndKind.RESET, EndKind.TRUNCATED, EndKind.TIMEOUT)
        if wired and playable:
            return recording
        at = one.ending.at if kind is EndKind.UNREACHABLE else 0
        code = "upstream-unreachable" if kind is EndKind.UNREACHABLE else "no-response-recorded"
        message = one.ending.note or say(
            "{label} has no response to give back: the recording ended ({ending}) before the response began.",
            label=recording.label,
            ending=kind.value,
        )
    body = error_body(code, message)
    headers = (
        (b"Content-Type", b"application/json"),
        (b"Content-Length", b"%d" % len(body)),
        NO_RETRY,
    )
    answer = Interaction(
        one.number,
        one.request,
        ResponseHead(at, 502, b"Bad Gateway", headers),
        Chunks.of([Chunk(at, 0, body)]),
        Ending(EndKind.COMPLETE, at, 0),
    )
    return replace(recording, interaction=answer, own=True)


def _parsed(one: Interaction) -> Interaction:
    """`one` up to its first bytes that were no HTTP: a server that frames would send them as body."""
    chunks = list(takewhile(lambda chunk: chunk.mark is not Mark.UNPARSED, one.chunks))
    kind = EndKind.TRUNCATED if one.ending.kind is EndKind.COMPLETE else one.ending.kind
    return replace(one, chunks=Chunks.of(chunks), ending=replace(one.ending, kind=kind))
