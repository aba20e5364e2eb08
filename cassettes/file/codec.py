"""The rows of records <-> values of the model: format version 1, documented field by field in docs/format.md. Rules

- Integers are ns or bytes and never negative; header lists keep order, case and duplicates.
- A cassette is untrusted input: every field's type and range is checked, and a wrong one raises `Malformed`, never
  another exception.
- `read_*` checks what is read; rows to be written go through the same functions, so that no file can be written that
  could not be read. Header names and values that RFC 9110 section 5 forbids are refused in both.
- Each record's writer stands beside its reader: a change of the format is a change here.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from cassettes.file.records import MAX_RECORD, MAX_TEXT, Malformed, Pack, Row, packer, too_long
from cassettes.headers import MAX_HEADERS, is_legal, is_target, value_is_legal
from cassettes.messages import say
from cassettes.model import Chunk, Ending, EndKind, Header, Headers, Origin, Request, ResponseHead
from cassettes.printable import brief

MAGIC: Final = "chunktape"
VERSION: Final = 1
MAX_INT: Final = 2**62
MAX_INDEX: Final = 2**32 - 1

_METHOD: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VERSION: Final = re.compile(r"[0-9]\.[0-9]")
_KINDS: Final = frozenset(EndKind)


class NewerVersion(Exception):
    """The file's format version is newer than ours; `version` is the file's."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True, slots=True)
class Footer:
    """The last record of a session: counts, and the SHA-256 of the CRCs (4 bytes each, big endian) before it."""

    interactions: int
    records: int
    digest: bytes


def header_row(header: Header) -> Row:
    row: Row = [
        "header",
        MAGIC,
        VERSION,
        {
            "tool": header.tool,
            "started": header.started,
            "origin": asdict(header.origin),
            "redaction": list(header.redaction),
        },
    ]
    read_header(row)
    return row


def request_row(number: int, request: Request) -> Row:
    row: Row = [
        "request",
        number,
        request.at,
        request.method,
        request.target,
        request.version,
        request.headers,
        request.body,
    ]
    read_request(row)
    return row


def head_row(number: int, head: ResponseHead) -> Row:
    row: Row = ["head", number, head.at, head.version, head.status, head.reason, head.headers]
    read_head(row)
    return row


def chunk_row(number: int, chunk: Chunk) -> Row:
    row: Row = ["chunk", number, chunk.at, chunk.read, int(chunk.mark), chunk.data]
    read_chunk(row)
    return row


def chunk_records(number: int, chunks: Iterable[Chunk], pack: Pack | None = None) -> tuple[bytes, list[int]]:
    """The chunks' records (`sealed(chunk_row(...))`), joined, and their CRCs; `pack` as in `sealed`. Raises Malformed
    for a chunk that could not be read again.
    """
    # a recorder calls this for every read: 150 chunks of 120 bytes take a third of the time of one by one
    pack, crc32 = pack or packer(), zlib.crc32
    records, crcs = [], []
    numbered = 0 <= number <= MAX_INDEX
    for at, read, data, mark in chunks:
        if not (numbered and 0 <= at <= MAX_INT and 0 <= read <= MAX_INDEX and 0 <= mark <= 2 and (data or mark == 1)):
            read_chunk(chunk_row(number, Chunk(at, read, data, mark)))  # raises the error
        body = pack(("chunk", number, at, read, mark, data))
        if len(body) > MAX_RECORD:
            raise too_long(body)
        crc = crc32(body)
        records.append(pack((body, crc)))
        crcs.append(crc)
    return b"".join(records), crcs


def end_row(number: int, ending: Ending) -> Row:
    read = None if ending.read < 0 else ending.read
    row: Row = ["end", number, ending.at, read, str(ending.kind), ending.trailers, ending.note]
    read_end(row)
    return row


def footer_row(footer: Footer) -> Row:
    return ["footer", footer.interactions, footer.records, footer.digest]


def _need(ok: bool, what: str, value: object) -> None:
    if not ok:
        raise Malformed(say("the field {field} has the value {value}", field=what, value=brief(value)))


def _int(value: object, what: str, most: int = MAX_INT) -> int:
    _need(type(value) is int and 0 <= value <= most, what, value)
    assert isinstance(value, int)
    return value


def _text(value: object, what: str) -> str:
    _need(isinstance(value, str) and len(value) * 4 <= MAX_TEXT, what, value)  # a character has up to 4 bytes
    assert isinstance(value, str)
    return value


def _bytes(value: object, what: str) -> bytes:
    _need(isinstance(value, bytes), what, value)
    assert isinstance(value, bytes)
    return value


def _headers(value: object, what: str) -> Headers:
    """A list when read, a tuple when about to be written."""
    _need(isinstance(value, (list, tuple)) and len(value) <= MAX_HEADERS, what, value)
    assert isinstance(value, (list, tuple))
    pairs = []
    for pair in value:
        _need(isinstance(pair, (list, tuple)) and len(pair) == 2, what, pair)
        name, text = pair
        _need(isinstance(name, bytes) and isinstance(text, bytes), what, pair)
        if not is_legal(name, text):
            raise Malformed(
                say("a header field that HTTP forbids: {name}: {value}", name=ascii(name[:40]), value=ascii(text[:40]))
            )
        pairs.append((name, text))
    return tuple(pairs)


def read_header(row: Row) -> Header:
    """Raises Malformed, or NewerVersion for a file of a later format."""
    _need(len(row) >= 3 and row[0] == "header" and row[1] == MAGIC, "magic", row[:2])
    if _int(row[2], "version") > VERSION:
        raise NewerVersion(row[2])
    _need(row[2] == VERSION, "version", row[2])
    _need(len(row) == 4 and isinstance(row[3], dict), "header", row[3:])
    fields = row[3]
    origin = fields.get("origin", {})
    _need(isinstance(origin, dict), "origin", origin)
    rules = fields.get("redaction", [])
    _need(isinstance(rules, list) and len(rules) <= MAX_HEADERS, "redaction", rules)
    return Header(
        tool=_text(fields.get("tool", ""), "tool"),
        started=_int(fields.get("started", 0), "started"),
        origin=Origin(
            kind=_text(origin.get("kind", "recorded"), "origin.kind"),
            source=_text(origin.get("source", ""), "origin.source"),
            real_bytes=origin.get("real_bytes", True) is True,
            real_times=origin.get("real_times", True) is True,
            note=_text(origin.get("note", ""), "origin.note"),
        ),
        redaction=tuple(_text(rule, "redaction") for rule in rules),
    )


def _length(row: Row, length: int) -> None:
    if len(row) != length:
        _need(False, "length", len(row))


def read_request(row: Row) -> tuple[int, Request]:
    _length(row, 8)
    method, target, version = _text(row[3], "method"), _bytes(row[4], "target"), _text(row[5], "version")
    _need(_METHOD.fullmatch(method) is not None, "method", method)
    _need(is_target(target), "target", target)
    _need(_VERSION.fullmatch(version) is not None, "version", version)
    return _int(row[1], "number", MAX_INDEX), Request(
        method=method,
        target=target,
        headers=_headers(row[6], "headers"),
        body=_bytes(row[7], "body"),
        version=version,
        at=_int(row[2], "at"),
    )


def read_head(row: Row) -> tuple[int, ResponseHead]:
    _length(row, 7)
    status, version, reason = _int(row[4], "status", 999), _text(row[3], "version"), _bytes(row[5], "reason")
    _need(status >= 100, "status", status)
    _need(_VERSION.fullmatch(version) is not None, "version", version)
    _need(value_is_legal(reason), "reason", reason)
    return _int(row[1], "number", MAX_INDEX), ResponseHead(
        at=_int(row[2], "at"), status=status, reason=reason, headers=_headers(row[6], "headers"), version=version
    )


def read_chunk(row: Row) -> tuple[int, int, int, int, bytes]:
    """(number, at, read, mark, data). Raises Malformed."""
    _length(row, 6)
    _, number, at, read, mark, data = row
    if not (  # in one expression: a loader does this 100,000 times
        type(number) is type(at) is type(read) is type(mark) is int
        and type(data) is bytes
        and 0 <= number <= MAX_INDEX
        and 0 <= at <= MAX_INT
        and 0 <= read <= MAX_INDEX
        and 0 <= mark <= 2
        and (data or mark == 1)
    ):
        raise Malformed(say("the field {field} has the value {value}", field="chunk", value=brief(row)))
    return number, at, read, mark, data


#: ats, read numbers, marks and bytes of chunks
Columns = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[bytes, ...]]


def read_chunks(rows: Sequence[Row]) -> Columns | None:
    """The results of `read_chunk` for all rows, as columns; None where it might refuse one of them."""
    # 100,000 chunks checked by column take a third of the time of one by one
    if set(map(len, rows)) != {6}:
        return None
    _, numbers, ats, reads, marks, datas = zip(*rows, strict=True)
    for column, most in ((numbers, MAX_INDEX), (ats, MAX_INT), (reads, MAX_INDEX), (marks, 2)):
        if set(map(type, column)) != {int} or min(column) < 0 or max(column) > most:
            return None
    if set(map(type, datas)) != {bytes} or b"" in datas:
        return None
    return ats, reads, marks, datas


def read_end(row: Row) -> tuple[int, Ending]:
    _length(row, 7)
    kind = _text(row[4], "kind")
    _need(kind in _KINDS, "kind", kind)
    return _int(row[1], "number", MAX_INDEX), Ending(
        kind=EndKind(kind),
        at=_int(row[2], "at"),
        read=-1 if row[3] is None else _int(row[3], "read", MAX_INDEX),
        trailers=_headers(row[5], "trailers"),
        note=_text(row[6], "note"),
    )


def read_footer(row: Row) -> Footer:
    _length(row, 4)
    return Footer(
        interactions=_int(row[1], "interactions"), records=_int(row[2], "records"), digest=_bytes(row[3], "digest")
    )
