"""A request's head as raw bytes, read once for both servers. Pure. Rules

- The head is read line by line, and httptools must accept it as well: folded lines and fields that RFC 9110 forbids are
  refused (RFC 9112 section 5.2), so what is served or forwarded is what was understood.
- Bytes from 0x80 on in a target (curl sends a URL as it was typed: UTF-8, or GBK on Windows) are taken as their
  percent-encoded form (RFC 3986 section 2.1); `RequestHead.encoded` says that it was done.
- What is no HTTP/1.x is refused as soon as it can be seen, not after ten seconds of waiting: HTTP/2 with prior
  knowledge, a TLS ClientHello, a request line without a version.
- An offer to upgrade (`Upgrade: h2c`, which `curl --http2` makes) is no reason to read the head otherwise.
"""

import re
from dataclasses import dataclass
from typing import Final

import httptools

from cassettes import headers as fields
from cassettes.headers import MAX_HEADERS, is_legal
from cassettes.messages import preferred
from cassettes.model import Headers
from cassettes.printable import as_ascii
from network.door.refusal import refused

#: bytes of a target, percent-encoded: the longest that httptools reads
MAX_TARGET: Final = 65535

_REQUEST_LINE: Final = re.compile(rb"([A-Z-]+) ([^\x00-\x20\x7f]+) HTTP/1\.([01])")
_VERSION: Final = re.compile(rb"[A-Za-z-]+ .*[ \t]HTTP/([0-9.]+)[ \t]*")
_NO_VERSION: Final = re.compile(rb"[A-Z-]+ +[^ ]+ *")
_ANY_LINE: Final = re.compile(rb"[A-Z-]+ .* HTTP/1\.[01]", re.DOTALL)
#: what a request line may begin with, behind empty lines that are dropped
_METHOD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: |\Z)|\r?\Z")
_RAW: Final = re.compile(rb"[\x80-\xff]")
_LANGUAGE: Final = re.compile(rb"(?im)^accept-language:([^\r\n]*)")
_BEGINS: Final = re.compile(rb"[A-Z]{3,16}(?:-[A-Z]+)? ")
_LETTER: Final = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_VALUE: Final = re.compile(rb"=[^&;\s]+")
_USERINFO: Final = re.compile(rb"(?<=//)[^/?#]*@")
#: a TLS record of the handshake (RFC 8446 section 5.1)
_TLS: Final = b"\x16"
#: RFC 9113 section 3.4
_HTTP2: Final = b"PRI * HTTP/2"


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request's head as the client sent it. `encoded`: the target had bytes that no target may have; they are
    percent-encoded here.
    """

    method: str
    target: bytes
    version: str
    headers: Headers
    encoded: bool = False

    def values(self, name: bytes) -> list[bytes]:
        """The values of the field `name` (in lower case), in order."""
        return fields.values(self.headers, name)

    def without_upgrade(self, target: bytes) -> bytes:
        """The head's bytes for a parser that would take an offer to upgrade for one that was accepted."""
        lines = [b"%b %b HTTP/%b" % (self.method.encode("ascii"), target, self.version.encode("ascii"))]
        lines += [b"%b: %b" % field for field in self.headers if field[0].lower() != b"upgrade"]
        return b"\r\n".join([*lines, b"", b""])

    @property
    def language(self) -> str:
        """The client's language, `zh` or `en`; empty where it names neither."""
        return language_in(self.headers)

    @property
    def wants_to_stay(self) -> bool:
        """Whether the connection may serve another request. HTTP/1.0 clients get one: see docs/behaviour.md."""
        return self.version == "1.1" and fields.keeps_alive("1.1", self.headers)

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1)."""
        return self.version == "1.1" and b"100-continue" in fields.tokens(self.headers, b"expect")


def shown(data: bytes, width: int = 80) -> str:
    """Bytes of a request for a sentence: ASCII with escapes, at most `width` of them, no userinfo, no query, no value
    of a pair.
    """
    data = _USERINFO.sub(b"", data)
    data, mark, _ = data.partition(b"?")
    return as_ascii(_VALUE.sub(b"=***", data)[:width] + mark, width + 1)


def _no_line(data: bytes) -> str:
    """Bytes where a request line should be, for a sentence. They may be the rest of a body, and of a secret in it, so
    that letters and digits are starred unless a method comes first.
    """
    return shown(data, 60) if _BEGINS.match(data) else as_ascii(_LETTER.sub(b"*", data), 60)


def language_in(headers: Headers) -> str:
    """The language, `zh` or `en`, that a request with `headers` wants to be answered in; empty where it names
    neither.
    """
    return preferred(b",".join(fields.values(headers, b"accept-language")).decode("latin-1"))


def language_of(raw: bytes) -> str:
    """The language, as `RequestHead.language`, in a head that may not be readable otherwise."""
    found = _LANGUAGE.search(raw)
    return preferred(found[1].decode("latin-1")) if found is not None else ""


def check_beginning(data: bytes) -> None:
    """Check the part of a head that has arrived. Raises BadRequest where it can't become a head."""
    if data.startswith(_TLS):
        raise refused("tls")
    if data.startswith(_HTTP2):
        raise refused("http2")
    end = data.find(b"\n")
    if end < 0:
        if _METHOD.match(data) is None:
            raise refused("bad-request", reason=_no_line(data))
    elif data[end - 1 : end] != b"\r":
        raise refused("bad-request", reason="a line that ends with LF alone, not CRLF")
    else:
        _request_line(data[: end - 1])


def read_request_head(raw: bytes) -> RequestHead:
    """Read a head that ends with its empty line. Raises BadRequest."""
    if raw.startswith((_TLS, _HTTP2)):
        check_beginning(raw)
    first, *lines = raw[:-4].split(b"\r\n")
    method, target, version = _request_line(first)
    encoded = _RAW.search(target) is not None
    if encoded:
        target = _RAW.sub(lambda one: b"%%%02X" % one[0][0], target)
    if len(target) > MAX_TARGET:
        raise refused("target-too-long", limit=MAX_TARGET)
    _accepted(b"\r\n".join([b"%b %b HTTP/%b" % (method, target, version), *filter(_no_upgrade, lines), b"", b""]))
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t"):
            raise refused("bad-request", reason="a folded header line")
        if not colon:
            raise refused("bad-request", reason="a header line without a colon")
        if not is_legal(name, value):
            raise refused("bad-request", reason=as_ascii(name, 60))
        headers.append((name, value.strip(b" \t")))
    if len(headers) > MAX_HEADERS:
        raise refused("bad-request", reason=f"{len(headers)} > {MAX_HEADERS} header fields")
    return RequestHead(method.decode("ascii"), target, version.decode("ascii"), tuple(headers), encoded)


def _request_line(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Method, target, version. Raises BadRequest, whose sentence says what the line is instead."""
    found = _REQUEST_LINE.fullmatch(line)
    if found is not None:
        method, target, minor = found.groups()
        return method, target, b"1." + minor
    if _ANY_LINE.fullmatch(line):
        raise refused("bad-target", target=shown(line.partition(b" ")[2].rpartition(b" ")[0]))
    version = _VERSION.fullmatch(line)
    if version is not None and version[1] not in (b"1.0", b"1.1"):
        raise refused("http-version", version=as_ascii(version[1], 10))
    if version is None and _NO_VERSION.fullmatch(line):
        raise refused("no-version", line=shown(line))
    raise refused("bad-request", reason=_no_line(line))


def _no_upgrade(line: bytes) -> bool:
    """Whether the line offers an upgrade, which is never accepted: httptools would read no body behind it (RFC 9110
    section 7.8).
    """
    return line[:8].lower() != b"upgrade:"


def _accepted(raw: bytes) -> None:
    parser = httptools.HttpRequestParser(object())  # for its errors only: the values are taken from the lines
    try:
        parser.feed_data(raw)
    except httptools.HttpParserUpgrade:
        pass  # CONNECT: whether we serve it is decided elsewhere
    except httptools.HttpParserInvalidURLError:
        raise refused("bad-target", target=shown(raw.split(b" ", 2)[1])) from None
    except httptools.HttpParserError as error:
        raise refused("bad-request", reason=error) from None
