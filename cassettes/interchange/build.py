"""From the parts of another tool's file to an interaction. Rules

- The body is taken unchanged, and the framing headers are made to fit it: a wrong Content-Length is removed, and so is
  Content-Encoding where the file holds the decoded body. A body that nothing delimits any more becomes chunked.
- One event or record is one chunk; blank lines belong to the chunk before them. A gzip or deflate body is cut behind
  the compressed byte that completes an event, unless it inflates to an implausible size. Any other body is one chunk.
- Header names and values that HTTP forbids are left out, such as HTTP/2's names that begin with a colon.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final
from urllib.parse import quote, urlsplit

from cassettes.durations import DAY
from cassettes.errors import CassetteError
from cassettes.framing import FrameScanner, dialect_of, frames_of
from cassettes.headers import content_codings, is_chunked, is_legal, joined, values
from cassettes.interchange.unfit import unfit
from cassettes.model import (
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Headers,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)
from cassettes.printable import VISIBLE
from cassettes.providers.cadence import Cadence, arrivals
from cassettes.redaction.redact import Redactor

CADENCE: Final = Cadence()
#: ns; a longer response time counts as not measured: the clock was set meanwhile
LONGEST: Final = 7 * DAY
#: the codings whose events can be found
INFLATED: Final = ([b"gzip"], [b"x-gzip"], [b"deflate"])
#: bytes; a longer encoded body is one chunk: finding its events means inflating it byte by byte
_MAX_INFLATE: Final = 4 * 1024 * 1024
#: bytes that may come of one compressed byte, and bytes that may come beyond that; a bomb gives up to 1,032 for ever
_MAX_RATIO: Final = 256
_SLACK: Final = 65_536


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of reading a file. `notes`: sentences about parts left out; `header`: set for our own exports only."""

    origin: Origin
    interactions: tuple[Interaction, ...]
    notes: tuple[str, ...] = ()
    header: Header | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response as it stands in the file. `decoded`: the body is no longer in its Content-Encoding."""

    status: int
    reason: bytes = b""
    headers: Headers = ()
    body: bytes = b""
    decoded: bool = False


#: number of chunks -> (time of the head, times of the chunks), ns
Times = Callable[[int], tuple[int, list[int]]]


def by_cadence(count: int) -> tuple[int, list[int]]:
    """Generated times of `count` chunks, from the default cadence."""
    return arrivals([1] * count, CADENCE)


def stretched(head_at: int, last: int) -> Times:
    """The cadence stretched between two real times: the head's and the last chunk's, in ns."""

    def times(count: int) -> tuple[int, list[int]]:
        made_head, made = by_cadence(count)
        span = max(1, made[-1] - made_head) if made else 1
        return head_at, [head_at + (at - made_head) * (last - head_at) // span for at in made]

    return times


def origin(form: str, name: str, *, real_bytes: bool = True, real_times: bool = False, note: str = "") -> Origin:
    """The origin of an imported file. `source` is the file's name without folders; without real times the note states
    the cadence.
    """
    notes = [form, *([note] if note else []), *([] if real_times else [CADENCE.describe()])]
    return Origin("imported", PurePath(name).name, real_bytes, real_times, "; ".join(notes))


def request(method: str, url: str, headers: Headers, body: bytes, name: str) -> Request:
    """A request to an absolute URL. Raises CassetteError where method or URL are invalid."""
    if not method.isascii() or not method.replace("-", "").isalnum():
        raise _no_request(name, method)
    try:
        parts = urlsplit(url)
        host = host_value(parts.netloc)
        target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=VISIBLE)
        sound = is_legal(b"Host", host) and (target.startswith("/") or target == "*")
    except ValueError:  # UnicodeError, too: a name that has no IDNA form, half a character
        sound = False
    if not sound:
        raise _no_request(name, url)
    legal = legal_headers(headers)
    if host and not values(legal, b"host"):
        legal = ((b"Host", host), *legal)
    return Request(method.upper(), target.encode(), legal, body)


def _no_request(name: str, found: str) -> CassetteError:
    return unfit(
        "{file} has a request that is not valid: {what}. Correct or remove that entry.", name, what=ascii(found)[:60]
    )


def host_value(netloc: str) -> bytes:
    """The value of Host for a URL's authority, with names beyond ASCII in their IDNA form. Raises UnicodeError for a
    name without such a form.
    """
    host = netloc.rpartition("@")[2]
    if host.isascii():
        return host.encode()
    name, colon, port = host.partition(":")
    return name.encode("idna") + (colon + port).encode("ascii")


def legal_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers that HTTP/1.1 allows, in order; whitespace around values goes (RFC 9110 section 5.5)."""
    stripped = ((key, value.strip(b" \t\r\n")) for key, value in headers)
    return tuple((key, value) for key, value in stripped if is_legal(key, value))


def interaction(number: int, asked: Request, got: Response, times: Times = by_cadence) -> Interaction:
    """The interaction of a request and a complete response."""
    headers = _framing(got, asked.method)
    status = got.status
    body = b"" if asked.method == "HEAD" or status in (204, 304) else got.body
    chunked = bool(values(headers, b"transfer-encoding"))
    ends = cuts(body, joined(headers, b"content-type"), content_codings(headers))
    head_at, at = times(len(ends))
    mark = Mark.END if chunked else Mark.NONE
    starts = [0, *ends[:-1]]
    chunks = [Chunk(at[i], i + 1, body[starts[i] : ends[i]], mark) for i in range(len(ends))]
    last = at[-1] if at else head_at
    head = ResponseHead(head_at, status, got.reason, headers)
    return Interaction(number, asked, head, Chunks.of(chunks), Ending(EndKind.COMPLETE, last, len(chunks)))


def _framing(got: Response, method: str) -> Headers:
    """The headers of `got` with the framing that fits its body."""
    kept: list[tuple[bytes, bytes]] = []
    delimited = method == "HEAD" or got.status in (204, 304) or got.status < 200
    chunked = is_chunked(got.headers)
    for key, value in legal_headers(got.headers):
        name = key.lower()
        if got.decoded and name == b"content-encoding":
            continue
        if name == b"content-length" and not delimited and (chunked or value != str(len(got.body)).encode()):
            continue
        if name == b"transfer-encoding":
            if not is_chunked(((key, value),)) or values(kept, name):
                continue
            value = b"chunked"
        kept.append((key, value))
    if not delimited and not values(kept, b"transfer-encoding") and not values(kept, b"content-length"):
        kept.append((b"Transfer-Encoding", b"chunked"))
    return tuple(kept)


def cuts(body: bytes, content_type: bytes, codings: list[bytes]) -> list[int]:
    """Where the chunks of `body`, which is in `codings`, end, in bytes."""
    if not body:
        return []
    if not codings:
        dialect = dialect_of(content_type, body)
        return _frame_ends(body, content_type) if dialect in ("sse", "ndjson") else [len(body)]
    if codings in INFLATED and len(body) <= _MAX_INFLATE:
        return _inflated_ends(body, content_type)
    return [len(body)]


def _frame_ends(body: bytes, content_type: bytes) -> list[int]:
    ends: list[int] = []
    for frame in frames_of(body, dialect_of(content_type, body)):
        if frame.kind == "blank" and ends:
            ends[-1] = frame.end
        else:
            ends.append(frame.end)
    return ends


def _inflated_ends(body: bytes, content_type: bytes) -> list[int]:
    """The offsets behind the compressed bytes that complete events; only the body's end where it can't be inflated."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
    scanner: FrameScanner | None = None
    ends: list[int] = []
    plain = frames = 0
    try:
        for offset in range(len(body)):
            out = inflate.decompress(body[offset : offset + 1])
            plain += len(out)
            if plain > _MAX_RATIO * offset + _SLACK or frames > offset + _SLACK:
                return [len(body)]
            if not out:
                continue
            if scanner is None:
                scanner = FrameScanner(dialect_of(content_type, out))
                if scanner.dialect not in ("sse", "ndjson"):
                    return [len(body)]
            if found := scanner.feed(out):
                frames += len(found)
                ends.append(offset + 1)
    except zlib.error:
        return [len(body)]
    return [*ends[:-1], len(body)]


def clean(one: Interaction, redactor: Redactor) -> Interaction:
    """The interaction without its secrets, redacted as a recorded one is (`cassettes.redaction`)."""
    asked = redactor.request(one.request)
    head = None if one.head is None else redactor.head(one.head)
    chunks = one.chunks
    if not redactor.idle or one.unparsed:
        chunks = Chunks.of([redactor.chunk(chunk) for chunk in chunks])
    return replace(one, request=asked, head=head, chunks=chunks, ending=redactor.ending(one.ending))
