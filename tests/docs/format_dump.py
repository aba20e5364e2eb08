"""What docs/format.md has from the code: the annotated dump of a sample, made by a msgpack reader of its own, and the
redaction rules.

`python -m tests.docs.format_dump` writes it into the page; tests/docs/test_format_page.py compares.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cassettes import store
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.redaction.registry import GROUPS, HEADERS, QUERY

PAGE = Path(__file__).parent.parent.parent / "docs" / "format.md"
BEGIN, END = "<!-- dump: begin, made by python -m tests.docs.format_dump -->", "<!-- dump: end -->"
RULES_BEGIN, RULES_END = "<!-- rules: begin, made by python -m tests.docs.format_dump -->", "<!-- rules: end -->"

FIELDS = {
    "header": ["kind", "magic", "version", "fields"],
    "request": ["kind", "number", "at", "method", "target", "version", "headers", "body"],
    "head": ["kind", "number", "at", "version", "status", "reason", "headers"],
    "chunk": ["kind", "number", "at", "read", "mark", "data"],
    "end": ["kind", "number", "at", "read", "ending", "trailers", "note"],
    "footer": ["kind", "interactions", "records", "digest"],
}


def sample() -> bytes:
    """One short answer in two chunks."""
    head = ResponseHead(20_000_000, 200, b"OK", ((b"Transfer-Encoding", b"chunked"),))
    chunks = Chunks.of([Chunk(20_000_000, 0, b"data: h", Mark.NONE), Chunk(45_000_000, 1, b"i\n\n", Mark.END)])
    ending = Ending(EndKind.COMPLETE, 46_000_000, 2)
    request = Request("GET", b"/chat", ((b"Host", b"a.example"),), at=1_000_000)
    header = Header("chunktape 0.1.0", 1_763_632_800_000_000_000, Origin(source="http://a.example"), ("header:cookie",))
    return store.dumps(header, [Interaction(1, request, head, chunks, ending)])


@dataclass(frozen=True)
class Value:
    """A msgpack value in `data`: where it begins, where its content begins, where it ends."""

    start: int
    content: int
    end: int
    value: Any
    items: "tuple[Value, ...]" = ()


def parse(data: bytes, at: int) -> Value:
    """The msgpack value at `at`; only the types that format version 1 uses."""
    first = data[at]
    if first <= 0x7F:
        return Value(at, at, at + 1, first)
    if 0x80 <= first <= 0x8F:
        return _items(data, at, at + 1, 2 * (first & 0x0F), dict)
    if 0x90 <= first <= 0x9F:
        return _items(data, at, at + 1, first & 0x0F, list)
    if 0xA0 <= first <= 0xBF:
        return _plain(data, at, at + 1, first & 0x1F, text=True)
    if first in (0xC0, 0xC2, 0xC3):
        return Value(at, at, at + 1, {0xC0: None, 0xC2: False, 0xC3: True}[first])
    width = {0xC4: 1, 0xC5: 2, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD9: 1}[first]
    number = int.from_bytes(data[at + 1 : at + 1 + width], "big")
    if first in (0xCC, 0xCD, 0xCE, 0xCF):
        return Value(at, at, at + 1 + width, number)
    return _plain(data, at, at + 1 + width, number, text=first == 0xD9)


def _plain(data: bytes, start: int, content: int, size: int, *, text: bool) -> Value:
    raw = data[content : content + size]
    return Value(start, content, content + size, raw.decode() if text else raw)


def _items(data: bytes, start: int, content: int, count: int, kind: type) -> Value:
    items, at = [], content
    for _ in range(count):
        items.append(parse(data, at))
        at = items[-1].end
    values = [item.value for item in items]
    value = values if kind is list else dict(zip(values[::2], values[1::2], strict=True))
    return Value(start, content, at, value, tuple(items))


def dump(data: bytes) -> Iterator[str]:
    """A line per field: offset, bytes, meaning."""
    at = 0
    while at < len(data):
        outer = parse(data, at)
        body, crc = outer.items
        inner = parse(data, body.content)
        kind = inner.value[0]
        assert crc.value == zlib.crc32(body.value)
        yield f"-- {kind}: {outer.end - outer.start} bytes"
        yield _line(data, outer.start, outer.content, "a record: an array of two")
        yield _line(data, body.start, body.content, f"its body: a bin of {len(body.value)} bytes")
        yield _line(data, inner.start, inner.content, f"in it an array of {len(inner.items)}")
        for name, item in zip(FIELDS[kind], inner.items, strict=True):
            yield from _field(data, name, item)
        yield _line(data, crc.start, crc.end, "CRC-32 of the body")
        at = outer.end


def _field(data: bytes, name: str, item: Value) -> Iterator[str]:
    if name == "fields":
        yield _line(data, item.start, item.content, f"{name}: a map of {len(item.items) // 2}")
        for key, value in zip(item.items[::2], item.items[1::2], strict=True):
            yield _line(data, key.start, value.end, f"  {key.value}: {_show(value.value)}")
    else:
        yield _line(data, item.start, item.end, f"{name}: {_show(item.value)}")


def _show(value: object) -> str:
    if isinstance(value, bytes):
        return f"{value.hex(' ')[:23]}…" if len(value) == 32 else repr(value)[1:]
    if isinstance(value, list):
        return "[" + ", ".join(_show(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_show(each)}" for key, each in value.items()) + "}"
    return "nil" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)


def _line(data: bytes, start: int, end: int, meaning: str) -> str:
    shown = data[start:end].hex(" ") if end - start <= 9 else f"{data[start : start + 8].hex(' ')} …"
    return f"{start:5}  {shown:<27} {meaning}"


def rules() -> Iterator[str]:
    """The names that are secret by default, a row for each group and place."""
    yield "| rule | what | names |"
    yield "|---|---|---|"
    groups = [("name", title, names) for title, names in GROUPS.items()]
    for kind, title, names in (*groups, ("header", "only headers", HEADERS), ("query", "only queries", QUERY)):
        yield f"| `{kind}:` | {title} | {' '.join(f'`{name}`' for name in names)} |"


def current(page: str) -> str:
    """The page with both as they must be."""
    page = _between(page, BEGIN, ["```text", *dump(sample()), "```"], END)
    return _between(page, RULES_BEGIN, ["", *rules(), ""], RULES_END)


def _between(page: str, begin: str, lines: list[str], end: str) -> str:
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return "\n".join([before + begin, *lines, end]) + after


if __name__ == "__main__":
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
