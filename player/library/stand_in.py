"""The response in place of a recording that has none, or one that this server can't send. Rules

- `unreachable` is answered as the recorder answered it, 502 with its note at its time; a reset or close of the upstream
  before its head is repeated (without a wire: 502); where the recorder stopped or the client left before the head came
  there is no response: 502 that says so, at once.
- A response on which the recorder gave up, or that ended because the client or the recorder stopped (`timeout`,
  `client-abort`, `interrupted`) plays as far as it goes and is closed without its end at its recorded time.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Mark, ResponseHead
from network.door.head import language_in
from network.door.refusal import NO_RETRY, error_body
from player.library.recordings import Recording


def stand_in(recording: Recording, can_send: Callable[[ResponseHead | None], bool], asked: Headers = ()) -> Recording:
    """The recording as it can be played here: 502 with a sentence where it has no response to give back.

    `can_send`: whether a response with this head can go out; None: bytes without one. `asked`: the request's headers,
    for the language of the sentence.
    """
    one = recording.interaction
    if one.head is not None:
        if not can_send(one.head):
            return in_place_of(recording, one.head, asked)
        return recording if not one.unparsed or can_send(None) else replace(recording, interaction=_parsed(one))
    kind = one.ending.kind
    if can_send(None) and (len(one.chunks) or kind in (EndKind.RESET, EndKind.TRUNCATED, EndKind.TIMEOUT)):
        return recording
    message = one.ending.note or say(
        "{label} has no response to give back: the recording ended ({ending}) before the response began.",
        label=recording.label,
        ending=kind.value,
    )
    if kind is EndKind.UNREACHABLE:
        return _bad_gateway(recording, one.ending.at, "upstream-unreachable", message, asked)
    return _bad_gateway(recording, 0, "no-response-recorded", message, asked)


def in_place_of(recording: Recording, head: ResponseHead | None, asked: Headers = ()) -> Recording:
    """502 in place of a response with `head`, which this server can't send; None: one without any."""
    if head is None:
        message = say(
            "{label} is played without a head, which this server can't do. `chunktape play` can.", label=recording.label
        )
        return _bad_gateway(recording, 0, "head-not-sendable", message, asked)
    message = say(
        "{label} has the status {status}, which this server can't send: it knows 200 to 599. `chunktape play` can.",
        label=recording.label,
        status=head.status,
    )
    return _bad_gateway(recording, head.at, "status-not-sendable", message, asked)


def _bad_gateway(recording: Recording, at: int, code: str, message: str, asked: Headers) -> Recording:
    """502 at `at` ns."""
    one = recording.interaction
    body = error_body(code, message, language=language_in(asked))
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
    """`one` up to its first bytes that were not HTTP: a server that frames would send them as body."""
    chunks = list(takewhile(lambda chunk: chunk.mark is not Mark.UNPARSED, one.chunks))
    kind = EndKind.TRUNCATED if one.ending.kind is EndKind.COMPLETE else one.ending.kind
    return replace(one, chunks=Chunks.of(chunks), ending=replace(one.ending, kind=kind))
