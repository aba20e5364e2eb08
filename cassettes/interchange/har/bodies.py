"""The bytes of a HAR's bodies and headers. Rules

- `content.text` is text: its bytes are those of the charset that the response names, if it can hold the text, else
  UTF-8. Where `content.size` fits one of the two, that one is taken.
- Chromium reads text without a charset as windows-1252, event streams included (WHATWG Encoding section 9.1 is its
  table). Where every character is one of that table and the bytes behind them are UTF-8, these are the bytes.
- A body in its Content-Encoding, or with its chunk framing, is found by its bytes.
- A request body that stands only in `params` is written again, in the spelling whose length the file states, if one
  fits.
- Header fields that a tool joined, with line feeds (Chrome) or, Set-Cookie alone, with commas (Safari and all that
  is built on Apple's library), are fields of their own again.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from itertools import chain
from typing import Final
from urllib.parse import quote, quote_plus

from cassettes.headers import content_codings, is_chunked, joined
from cassettes.interchange.build import legal_headers
from cassettes.interchange.codings import still_in
from cassettes.interchange.dechunk import unchunked
from cassettes.interchange.har.nodes import Node
from cassettes.model import Headers

_CHARSET: Final = re.compile(rb"""(?i);\s*charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""")
_BOUNDARY: Final = re.compile(r"""(?i)[;\s]boundary=(?:"([^"\r\n]{1,200})"|([^;\s]{1,200}))""")
#: where a joined Set-Cookie begins its next cookie; the comma of `Expires=Wed, 09 Jun` has a blank before any `=`
_NEXT_COOKIE: Final = re.compile(r",[ \t]+(?=([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=)")
#: Firefox puts the head of an upload stream before the form that it stands for
_UPLOAD_HEAD: Final = re.compile(r"(?:Content-(?:Type|Length): [^\r\n]*\r\n)+\r\n")
_ENCODED: Final = re.compile(r"[A-Za-z0-9*\-._~+]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9*\-._~+]*)*")
#: the characters of windows-1252 that Latin-1 lacks, and the bytes that they stand for
_WINDOWS_1252: Final = {ord(one): one.encode("cp1252")[0] for one in bytes(range(128, 160)).decode("cp1252", "ignore")}
_BLANKS: Final = str.maketrans("", "", " \t\r\n")


@dataclass(frozen=True, slots=True)
class Body:
    """A body's bytes. `exact`: these bytes were on the wire; `decoded`: the Content-Encoding is undone."""

    data: bytes = b""
    exact: bool = True
    decoded: bool = True


def content_of(body: bytes) -> dict[str, str]:
    """A body as HAR has it: text, or base64 where it is not UTF-8."""
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def headers_of(side: Node) -> Headers:
    """The header fields of a request or response."""
    return legal_headers(
        (one.text("name").encode("latin-1", "replace"), part.encode("utf-8", "replace"))
        for one in _fields(side)
        for part in _parts(one, side)
    )


def _fields(side: Node) -> list[Node]:
    """The fields; some tools write a mapping instead of HAR's list."""
    found = side.value.get("headers")
    if isinstance(found, dict):
        return [Node({"name": name, "value": value}, f"{side.place}.headers") for name, value in found.items()]
    return side.nodes("headers")


def _parts(one: Node, side: Node) -> list[str]:
    lines = [line for line in re.split(r"[\r\n]+", one.text("value", "")) if line] or [""]
    if one.text("name").lower() != "set-cookie":
        return lines
    names = {cookie.value.get("name") for cookie in side.nodes("cookies")}
    return list(chain.from_iterable(_cookies(line, names) for line in lines))


def _cookies(text: str, names: set[object]) -> list[str]:
    """The cookies of a joined Set-Cookie; `names`: those that the file lists, if it does."""
    starts = [found for found in _NEXT_COOKIE.finditer(text) if not names or found[1] in names]
    bounds = [0, *(found.end() for found in starts)]
    ends = [*(found.start() for found in starts), len(text)]
    return [text[start:end] for start, end in zip(bounds, ends, strict=True)]


def response_body(got: Node, headers: Headers) -> Body:
    """The body of a response whose content has a text. Raises Wrong for a text that is marked as base64 and is not."""
    content, kind = got.node("content"), joined(headers, b"content-type")
    if _is_base64(content):
        data, codings = _base64(content, "text"), content_codings(headers)
        # brotli has no magic, and a HAR's bodies are decoded: a tool that keeps one encoded states two equal sizes
        named = codings and (codings[-1] != b"br" or _same_sizes(got, len(data)))
        body = Body(data, decoded=not (named and still_in(data, codings, kind) == codings))
    else:
        data, exact = _encoded(content.text("text", ""), kind, content.number("size"))
        body = Body(data, exact)
    if is_chunked(headers):
        inner = unchunked(body.data)
        return Body(inner, body.exact, body.decoded) if inner is not None else body
    return body


def _same_sizes(got: Node, size: int) -> bool:
    return size > 0 and got.number("bodySize") == size == got.node("content").number("size")


def _is_base64(node: Node) -> bool:
    return str(node.value.get("encoding")).strip().lower() == "base64"


def _base64(node: Node, key: str) -> bytes:
    """Base64 with or without its padding, in lines or not, either alphabet (RFC 4648 sections 4 and 5)."""
    text = node.text(key, "").translate(_BLANKS).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise node.wrong(key) from None


def _encoded(text: str, content_type: bytes, size: object) -> tuple[bytes, bool]:
    """The bytes of a text, and whether they seem to be those of the wire."""
    found = _CHARSET.search(content_type)
    named = _in_charset(text, found[1].decode()) if found else None
    if found is None and content_type.strip().lower().startswith(b"text/") and not text.isascii():
        named = _in_windows_1252(text)
    plain = text.encode("utf-8", "replace" if _has_surrogate(text) else "strict")
    data = plain if named is None or (len(plain) == size != len(named) and found) else named
    lost = _has_surrogate(text) or ("\ufffd" in text and len(plain) != size)
    return data, not lost


def _in_charset(text: str, charset: str) -> bytes | None:
    try:
        return text.encode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None


def _in_windows_1252(text: str) -> bytes | None:
    """The bytes that Chromium read as windows-1252, if they are UTF-8."""
    try:
        data = text.translate(_WINDOWS_1252).encode("latin-1")
        data.decode()
    except UnicodeError:
        return None
    return data


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def request_body(asked: Node, headers: Headers) -> Body | None:
    """The body of a request; not `exact` where it is written again from `params`; None where the file lacks it."""
    data = asked.node("postData")
    text = data.text("text", "")
    sizes = (asked.number("bodySize"), _number(joined(headers, b"content-length")))
    if text:
        if _is_base64(data):
            return Body(_base64(data, "text"))
        mime = data.text("mimeType", "")
        if "x-www-form-urlencoded" in mime and (head := _UPLOAD_HEAD.match(text)):
            text = text[head.end() :]
        return Body(_encoded(text, mime.encode("latin-1", "replace"), sizes[0])[0])
    params = data.nodes("params")
    if params:
        return Body(_from_params(params, data.text("mimeType", ""), headers, sizes), exact=False)
    return Body() if not any(size is not None and size > 0 for size in sizes) else None


def _from_params(params: list[Node], mime: str, headers: Headers, sizes: tuple[object, ...]) -> bytes:
    if mime.strip().lower().startswith("multipart/"):
        found = _BOUNDARY.search(mime) or _BOUNDARY.search(joined(headers, b"content-type").decode("latin-1"))
        boundary = (found[1] or found[2]) if found else "chunktape"
        return b"".join([*(_part(one, boundary) for one in params), f"--{boundary}--\r\n".encode("utf-8", "replace")])
    pairs = [(one.text("name", ""), one.text("value", "")) for one in params]
    raw = "&".join(f"{name}={value}" for name, value in pairs)
    plus = "&".join(f"{_form(name, plus=True)}={_form(value, plus=True)}" for name, value in pairs)
    percent = "&".join(f"{_form(name, plus=False)}={_form(value, plus=False)}" for name, value in pairs)
    likely = [plus, percent, raw]
    if "%" in raw and all(_ENCODED.fullmatch(text) for pair in pairs for text in pair):
        likely = [raw, plus, percent]  # Chrome's params are as they were on the wire
    data = [text.encode("utf-8", "replace") for text in likely]
    return next((one for one in data if len(one) in sizes), data[0])


def _form(text: str, *, plus: bool) -> str:
    return (quote_plus if plus else quote)(text, safe="*", errors="replace")


def _part(one: Node, boundary: str) -> bytes:
    """One part of a multipart body (RFC 7578); the content of a file is seldom in the HAR."""
    fields = f'form-data; name="{one.text("name", "")}"'
    if one.has("fileName"):
        fields += f'; filename="{one.text("fileName")}"'
    head = f"--{boundary}\r\nContent-Disposition: {fields}\r\n"
    if one.has("contentType"):
        head += f"Content-Type: {one.text('contentType')}\r\n"
    return f"{head}\r\n{one.text('value', '')}\r\n".encode("utf-8", "replace")


def _number(text: bytes) -> int | None:
    return int(text) if text.isdigit() and len(text) < 16 else None
