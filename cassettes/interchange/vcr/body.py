"""The bytes of a body, in every form that VCR files use. Rules

- Text is UTF-8, or in the `encoding` that stands beside it (Ruby's VCR, betamax); `!!binary` and `base64_string` are
  bytes; the pieces of an iterator are joined; an open file is its content. Chunked framing inside is undone where the
  headers say `chunked` and the body is framed to its last byte.
- A value that is not text (`parsed_body` of pydantic-ai's serialiser; the mapping, list or number that aiohttp was
  given as `json=` or `data=`) is written again, as JSON or as a form, and counts as made.
- The body of a request may be lost: an iterator that vcrpy wrote as an object. It is empty then.
- The loader gives plain values and `LOST`; a value in none of these forms raises NoBodyError.
"""

import base64
import json
from typing import Any, Final
from urllib.parse import urlencode

from cassettes.headers import is_chunked, joined
from cassettes.interchange.dechunk import unchunked
from cassettes.interchange.vcr.lost import LOST
from cassettes.model import Headers

#: the keys of a body that is a mapping in the file; a mapping with other keys was given to aiohttp
_FORM: Final = frozenset({"string", "base64_string", "encoding"})

#: Python's encodings for host names, which are slow
_NO_CHARSETS: Final = frozenset({"idna", "punycode"})


class NoBodyError(ValueError):
    """The value is not a body in any known form."""


class NotBase64Error(NoBodyError):
    """The text of `base64_string` is not base64."""


def value_of(side: dict[str, Any]) -> object:
    """The value that stands in the file for the body of a request or a response."""
    return side.get("body", side.get("content"))


def body_of(side: dict[str, Any], headers: Headers, *, response: bool) -> tuple[bytes, bool]:
    """The body of a request or a response, and whether its bytes are made. Raises NoBodyError."""
    parsed = side.get("parsed_body")
    if parsed is not None:
        return _as_json(parsed, compact=True), True
    body = value_of(side)
    if not response and body is LOST:
        return b"", False
    if isinstance(body, dict) and (body.keys() & {"string", "base64_string"}) and body.keys() <= _FORM:
        data, made = _of_mapping(body)
    elif body is None or (response and body == {}):
        data, made = b"", False
    else:
        data, made = _of_value(body, headers, response=response)
    return data if made else _dechunked(data, headers), made


def _of_mapping(body: dict[str, Any]) -> tuple[bytes, bool]:
    encoded, text = body.get("base64_string"), body.get("string")
    if encoded is not None:
        if not isinstance(encoded, (str, bytes)):
            raise NoBodyError(encoded)
        try:
            return base64.b64decode(encoded, validate=False), False
        except ValueError:
            raise NotBase64Error(encoded) from None
    if isinstance(text, str):
        return _encoded(text, body.get("encoding")), False
    return _of_value(text, (), response=True) if text is not None else (b"", False)


def _of_value(value: object, headers: Headers, *, response: bool) -> tuple[bytes, bool]:
    if isinstance(value, bytes):
        return value, False
    if isinstance(value, str):
        return _encoded(value, None), False
    if isinstance(value, list) and all(isinstance(one, (str, bytes)) for one in value):
        whole = b"".join(one if isinstance(one, bytes) else _encoded(one, None) for one in value)
        # a list of texts alone may also be JSON that aiohttp was given
        if response or any(isinstance(one, bytes) for one in value) or _is_document(whole) or is_chunked(headers):
            return whole, False
    pairs = _form_pairs(value)
    kind = joined(headers, b"content-type").lower()
    if pairs and (b"x-www-form-urlencoded" in kind or (isinstance(value, list) and b"json" not in kind)):
        return urlencode(pairs).encode(), True
    return _as_json(value, compact=False), True


def _encoded(text: str, encoding: object) -> bytes:
    if isinstance(encoding, str) and encoding.lower() not in _NO_CHARSETS:
        try:
            return text.encode(encoding)
        except (LookupError, ValueError):
            pass  # Ruby's ASCII-8BIT, or an unknown charset: the text came from UTF-8
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NoBodyError(text) from None


def _is_document(data: bytes) -> bool:
    """Whether the joined pieces of a list are one JSON object or array."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _form_pairs(value: object) -> list[tuple[str, str]]:
    """The fields of a form, where the value can be one: pairs or a mapping of text to text."""
    pairs = list(value.items()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs):
        return []
    if not all(isinstance(one, str) and one.isprintable() for pair in pairs for one in pair):
        return []
    return [(name, text) for name, text in pairs]


def _as_json(value: object, *, compact: bool) -> bytes:
    """JSON: `compact` as the clients of the model APIs write it, else as `json.dumps` does for aiohttp."""
    try:
        if not compact:
            return json.dumps(value, default=_plain).encode()
        try:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
        except UnicodeEncodeError:  # a lone surrogate has to be escaped
            return json.dumps(value, separators=(",", ":"), default=_plain).encode()
    except (TypeError, ValueError, RecursionError):
        raise NoBodyError(value) from None


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    raise TypeError(value)


def _dechunked(data: bytes, headers: Headers) -> bytes:
    """The body without chunked framing, where it is framed from its first byte to its last."""
    inner = unchunked(data) if is_chunked(headers) else None
    return data if inner is None else inner
