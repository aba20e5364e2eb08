"""A cassette from a text: what `chunktape make` and `chunktape play ANSWER.md` do, as functions of values. Rules

- The bytes have a provider's shape, the times follow a stated cadence; the header says that both are made.
- One piece is one transfer chunk. Pieces that wait for no token come in the same read as the piece before them.
- The request is the one that the provider's real API takes, so that its SDKs find the answer.
"""

import json
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.providers.answer import QUESTION, Answer, End, Shape, Tool, compact
from cassettes.providers.cadence import Cadence, arrivals
from cassettes.providers.pieces import render, shape
from cassettes.providers.tokens import tokenise

DEFAULT: Final = Cadence()


@dataclass(frozen=True, slots=True)
class Extras:
    """What an answer may have beside its text: see the options of `chunktape make`."""

    reasoning: str = ""
    tools: tuple[Tool, ...] = ()
    usage: bool = False
    eol: str = ""
    end: End = End.COMPLETE
    question: str = field(default=QUESTION)
    #: the texts of further choices
    choices: tuple[str, ...] = ()


def make_interaction(
    text: str, like: str, cadence: Cadence = DEFAULT, extras: Extras | None = None, number: int = 1
) -> Interaction:
    """The interaction of an API of the shape `like` that answers `text`.

    Raises SpecError for an unknown shape, one that can't carry the extras, and a text without any character.
    """
    extras = extras or Extras()
    if not text and not extras.tools:
        raise SpecError(say("The answer has no text, so there is nothing to stream. Write something into the file."))
    api = shape(like)
    answer = Answer(
        tokenise(text, cadence.seed),
        tokenise(extras.reasoning, cadence.seed),
        extras.tools,
        extras.usage,
        question=extras.question,
        others=tuple(tokenise(choice, cadence.seed) for choice in extras.choices),
    )
    pieces = render(like, answer, extras.end, extras.eol)
    head_at, times = arrivals((piece.steps for piece in pieces), cadence)
    chunks: list[Chunk] = []
    read = 0
    for piece, at in zip(pieces, times, strict=True):
        if at != (chunks[-1].at if chunks else head_at):
            read += 1
        chunks.append(Chunk(at, read, piece.data, Mark.END))
    last = times[-1]
    if extras.end is End.TRUNCATED:
        chunks[-1] = Chunk(last, read, pieces[-1].data, Mark.NONE)
        ending = Ending(EndKind.TRUNCATED, last)
    else:
        ending = Ending(EndKind.COMPLETE, last, read)
    head = ResponseHead(head_at, 200, b"OK", response_headers(api))
    return Interaction(number, _request(api, answer), head, Chunks.of(chunks), ending)


def response_headers(api: Shape) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of the shape's response, in order."""
    return ((b"Content-Type", api.content_type), *api.headers, (b"Transfer-Encoding", b"chunked"))


def make_header(like: str, tool: str, started: int, cadence: Cadence = DEFAULT, source: str = "") -> Header:
    """The header of a made cassette. `tool`: name and version of ours; `started`: wall-clock ns; `source`: the file."""
    origin = Origin(
        "made", PurePath(source).name, real_bytes=False, real_times=False, note=f"like {like}; {cadence.describe()}"
    )
    return Header(tool, started, origin)


def decode_text(data: bytes, name: str) -> str:
    """The text of the file `name`: UTF-8, a byte order mark and the line ends of its last line left out, others LF.

    Raises SpecError for what is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        raise SpecError(
            say(
                "{file} is not UTF-8: byte {offset} is 0x{byte:02x}. Save the file as UTF-8 and try again.",
                file=name,
                offset=error.start,
                byte=byte,
            )
        ) from None
    return text.replace("\r\n", "\n").rstrip("\n")


def _no_tool_call(name: str, found: str) -> SpecError:
    return SpecError(
        say(
            '{file} is not a tool call: expected JSON like {{"name": "get_weather", "arguments": '
            '{{"city": "Beijing"}}}}, found {found}.',
            file=name,
            found=found,
        )
    )


def parse_tool(text: str, name: str) -> Tool:
    """The tool call in a JSON text `{"name": ..., "arguments": {...}}`, as read from the file `name`.

    Raises SpecError for anything else.
    """
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_tool_call(name, str(error)[:80]) from None
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not value["name"]:
        raise _no_tool_call(name, text.strip()[:40])
    arguments = value.get("arguments")
    if not isinstance(arguments, dict):
        raise _no_tool_call(name, f"arguments: {compact(arguments)[:40]}")
    return Tool(value["name"], tokenise(compact(arguments)))


def _request(api: Shape, answer: Answer) -> Request:
    body = compact(api.request(answer)).encode()
    host = api.origin.partition("://")[2].encode()
    headers = ((b"Host", host), *api.request_headers, (b"Content-Length", str(len(body)).encode()))
    return Request("POST", api.target, headers, body)
