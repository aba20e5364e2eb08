"""Reads a header list: what it says about the message and the connection, and what HTTP forbids in it. Pure.

Names are given in lower case. Fields of one name are one list: their values are joined with commas before anything is
read in them (RFC 9110 section 5.3).
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

Fields = Sequence[tuple[bytes, bytes]]
#: fields of one head or of trailers, at most
MAX_HEADERS: Final = 4096


class Framing(StrEnum):
    """How a body is delimited (RFC 9112 section 6)."""

    CHUNKED = "chunked"
    LENGTH = "length"
    CLOSE = "close"  #: it ends with its connection
    NONE = "none"  #: no body is possible
    RAW = "raw"  #: no head: bytes as they are


_NAME: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110 section 5.6.2, token
_TARGET: Final = re.compile(rb"[^\x00-\x20\x7f]+")
_BAD_VALUE: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")  # RFC 9110 section 5.5, field-value


def is_legal(name: bytes, value: bytes) -> bool:
    """Whether RFC 9110 section 5 allows the field; raw bytes above 0x7F are allowed in values."""
    return _NAME.fullmatch(name) is not None and value_is_legal(value)


def is_target(target: bytes) -> bool:
    """Whether a request line may have this target; raw bytes above 0x7F are allowed."""
    return _TARGET.fullmatch(target) is not None


def value_is_legal(value: bytes) -> bool:
    """Whether RFC 9110 section 5.5 allows the bytes in a field's value; a reason phrase may have the same."""
    return _BAD_VALUE.search(value) is None


def values(fields: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    """The values of all fields `name`, in order."""
    size = len(name)  # most names have another length: a server asks some twenty times for each exchange
    return [value for key, value in fields if len(key) == size and key.lower() == name]


def joined(fields: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The values of all fields `name` as one, joined with commas; empty where there is none."""
    return b",".join(values(fields, name))


def tokens(fields: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    """The comma-separated members of all fields `name`, in lower case."""
    found = values(fields, name)
    if not found:
        return []
    return [token for part in b",".join(found).lower().split(b",") if (token := part.strip(b" \t"))]


def content_codings(fields: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The content codings that are applied, in order. `identity` names none (RFC 9110 section 8.4.1)."""
    return [token for token in tokens(fields, b"content-encoding") if token != b"identity"]


def is_encoded(fields: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the fields name a content coding: the body's bytes are then not those of its media type."""
    return bool(content_codings(fields))


def codings(fields: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The transfer codings that are applied, in order. `identity` names none (RFC 2616 section 3.6; removed since)."""
    return [token for token in tokens(fields, b"transfer-encoding") if token != b"identity"]


def is_chunked(fields: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether `chunked` is among the transfer codings. Whether it delimits the body depends on its place: see
    `delimited_by`.
    """
    return b"chunked" in codings(fields)


def delimited_by(fields: Fields) -> Framing:
    """How a body behind these fields ends, if one may follow (RFC 9112 section 6.3)."""
    if applied := codings(fields):
        return Framing.CHUNKED if applied[-1] == b"chunked" else Framing.CLOSE
    return Framing.LENGTH if values(fields, b"content-length") else Framing.CLOSE


def length_of(fields: Iterable[tuple[bytes, bytes]]) -> int | None:
    """The Content-Length in bytes: one number, maybe repeated (RFC 9110 section 8.6). None if it is invalid."""
    found = set(tokens(fields, b"content-length"))
    if not found or not all(value.isdigit() and len(value) <= 18 for value in found):
        return None
    lengths = {int(value) for value in found}
    return lengths.pop() if len(lengths) == 1 else None


def keeps_alive(version: str, fields: Fields) -> bool:
    """Whether the sender leaves the connection open behind this message (RFC 9112 section 9.3).

    Transfer-Encoding in an HTTP/1.0 message is faulty framing, behind which the connection ends (section 6.1).
    """
    connection = tokens(fields, b"connection")
    if b"close" in connection:
        return False
    if version == "1.0":
        return b"keep-alive" in connection and not values(fields, b"transfer-encoding")
    return True
