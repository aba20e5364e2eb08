"""`chunktape show --text`: a form for diffs, the same on every machine and in every language. Rules

- It has no times of day, paths or colours, and no width of a terminal: it depends on the file alone.
- Content and times stand apart: a body is printed by its own lines, whatever the chunks; times, reads and sizes follow
  in a list. So a new recording of the same answer differs in the lists only.
- Offsets are ms with three digits. Unprintable characters are escaped as in `cassettes.printable`; a body that is not
  text is printed as rows of 32 bytes.
"""

import hashlib
from collections.abc import Iterator, Sequence

from cassettes.model import Cassette, Header, Headers, Interaction, Mark
from cassettes.printable import is_text, preview, printable

_ROW = 32


def cassette_text(cassette: Cassette, interactions: Sequence[Interaction]) -> str:
    """The cassette with these of its interactions, as lines of UTF-8 text."""
    lines = [f"format {cassette.version}", f"state {cassette.state}"]
    if cassette.damage is not None:
        lines.append(f"dropped {cassette.damage.dropped} bytes from offset {cassette.damage.offset}")
    for number, header in enumerate(cassette.headers, 1):
        lines += _session(number, header)
    for one in interactions:
        lines += ["", *_interaction(one)]
    return "\n".join(lines) + "\n"


def _session(number: int, header: Header) -> Iterator[str]:
    origin = header.origin
    yield f"session {number}"
    yield f"  tool {printable(header.tool)}"
    yield f"  origin {printable(origin.kind)} {printable(origin.source)}".rstrip()
    if not (origin.real_bytes and origin.real_times):
        yield f"  real bytes={_yes(origin.real_bytes)} times={_yes(origin.real_times)}"
    if origin.note:
        yield f"  note {printable(origin.note)}"
    for kind in dict.fromkeys(rule.partition(":")[0] for rule in header.redaction):
        names = sorted(rule.partition(":")[2] for rule in header.redaction if rule.partition(":")[0] == kind)
        yield f"  redaction {printable(kind)}: {printable(' '.join(names))}"


def _interaction(one: Interaction) -> Iterator[str]:
    request, head, ending = one.request, one.head, one.ending
    yield f"interaction {one.number}"
    yield f"  request {request.method} {preview(request.target)} HTTP/{request.version}"
    yield from _headers(request.headers)
    yield from _body("request-body", request.body)
    if head is None:
        yield "  response none"
    else:
        yield f"  response HTTP/{head.version} {head.status} {preview(head.reason)}".rstrip()
        yield from _headers(head.headers)
    yield from _body("body", one.body)
    yield f"  framing {one.framing}"
    yield f"  times ms: ttfb {_ms(head.at) if head else '-'}, end {_ms(ending.at)}"
    yield f"  chunks {len(one.chunks)}: at-ms gap-ms read size mark"
    before = head.at if head else 0
    columns = one.chunks
    for at, read, size, mark in zip(columns.times, columns.reads, columns.sizes, columns.marks, strict=True):
        yield f"    {_ms(at)} {_ms(at - before)} {read} {size} {Mark(mark).name.lower()}"
        before = at
    yield f"  end {ending.kind} read {ending.read if ending.read >= 0 else '-'}"
    yield from _headers(ending.trailers)
    if ending.note:
        yield f"    note {printable(ending.note)}"


def _headers(headers: Headers) -> Iterator[str]:
    for name, value in headers:
        yield f"    {preview(name)}: {preview(value)}".rstrip()


def _body(what: str, data: bytes) -> Iterator[str]:
    if not data:
        return
    yield f"  {what} {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:16]}"
    if is_text(data):
        yield from (f"    | {preview(line)}" for line in data.splitlines(keepends=True))
    else:
        yield from (f"    {data[at : at + _ROW].hex(' ')}" for at in range(0, len(data), _ROW))


def _ms(ns: int) -> str:
    return f"{ns / 1e6:.3f}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
