"""A curl command line -> the request that curl would send. Rules

- Pure: files named with @ are read through the function that is given.
- Options that change what is sent are followed; those that only change what curl prints are accepted and ignored;
  any other is an error that names it.
- Pasted commands carry a Content-Length and, from older Chromes, HTTP/2's `authority:`, `method:`, `path:`, `scheme:`
  as headers: these are left out, the length is our own. `--compressed` adds no Accept-Encoding: a stream that is not
  compressed can be looked at.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, quote_plus, urlsplit

from cassettes.errors import SpecError
from cassettes.headers import is_legal
from cassettes.interchange.build import host_value
from cassettes.messages import say
from cassettes.model import Headers, Request
from chunktape.curl.words import split

_LONG: Final = {
    "X": "request",
    "H": "header",
    "d": "data",
    "A": "user-agent",
    "e": "referer",
    "b": "cookie",
    "u": "user",
    "G": "get",
    "I": "head",
    "k": "insecure",
    "s": "silent",
    "S": "show-error",
    "N": "no-buffer",
    "v": "verbose",
    "i": "include",
    "L": "location",
    "f": "fail",
    "g": "globoff",
    "4": "ipv4",
    "6": "ipv6",
    "#": "progress-bar",
    "0": "http1.0",
    "o": "output",
    "m": "max-time",
    "w": "write-out",
}
#: long options that take a value, and those that take none
_VALUED_NAMES: Final = """
    request header data data-ascii data-raw data-binary data-urlencode json user-agent referer cookie user url
    output max-time connect-timeout write-out retry retry-delay retry-max-time limit-rate
"""
_FLAG_NAMES: Final = """
    get head insecure silent show-error no-buffer verbose include location fail globoff ipv4 ipv6 progress-bar
    http1.0 http1.1 http2 http2-prior-knowledge http3 compressed fail-with-body no-progress-meter tcp-nodelay
    no-keepalive path-as-is no-sessionid
"""
_VALUED: Final = frozenset(_VALUED_NAMES.split())
_FLAGS: Final = frozenset(_FLAG_NAMES.split())
_DATA: Final = frozenset(("data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json"))
_PSEUDO: Final = frozenset((b"authority", b"method", b"path", b"scheme", b"content-length"))
_SAFE: Final = "".join(map(chr, range(0x21, 0x7F)))

ReadFile = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class CurlRequest:
    """The request and its origin (`https://host:port`); `insecure`: certificates are not checked (-k)."""

    origin: str
    request: Request
    insecure: bool = False


@dataclass(slots=True)
class _Said:
    """The options of one command."""

    urls: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    json: bool = False


def read_nothing(name: str) -> bytes:
    """The reader for places where a command may name no file. Raises SpecError."""
    raise SpecError(say("{file} can't be read: {error}. Check the name behind @.", file=name, error="not allowed here"))


def parse(command: str | Sequence[str], read_file: ReadFile = read_nothing) -> CurlRequest:
    """The request of a command, as one string (bash or cmd) or already split. Raises SpecError."""
    words = split(command) if isinstance(command, str) else list(command)
    if len(words) == 1 and " " in words[0]:
        words = split(words[0])
    program = words[0].replace("\\", "/").rsplit("/", 1)[-1].lower() if words else ""
    if program not in ("curl", "curl.exe"):
        raise SpecError(
            say(
                "Expected a curl command line: curl 'https://...' -H ... --data-raw ...; found {found!r}.",
                found=" ".join(words)[:60],
            )
        )
    return _request(_options(words[1:], read_file))


def _options(words: list[str], read_file: ReadFile) -> _Said:
    said = _Said()
    for name, shown, value in _pairs(words):
        if name == "url":
            said.urls.append(value)
        elif name == "header":
            said.headers.append(value)
        elif name in _DATA:
            said.json |= name == "json"
            said.data.append(_data(name, value, read_file))
        elif name in _VALUED:
            said.values[name] = value
        elif name in _FLAGS:
            said.flags.add(name)
        else:
            raise SpecError(say("chunktape capture does not know curl's option {option}. Leave it out.", option=shown))
    return said


def _pairs(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each option's long name, as it was written, and its value; a URL is the option `url`."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            if name in _VALUED and not equals:
                value = _next(rest, word)
            yield name, word, value
        elif word.startswith("-") and len(word) > 1 and not word.startswith("--"):
            yield from _short(word, rest)
        elif word != "--" and word.strip():
            yield "url", word, word


def _short(word: str, rest: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """`-sSN`, `-XPOST`, `-d @file`: flags, and at most one option with a value at the end."""
    for place, letter in enumerate(word[1:], 1):
        name = _LONG.get(letter, "")
        if name in _VALUED:
            yield name, f"-{letter}", word[place + 1 :] or _next(rest, f"-{letter}")
            return
        yield name, f"-{letter}", ""


def _next(rest: Iterator[str], option: str) -> str:
    value = next(rest, None)
    if value is None:
        raise SpecError(
            say("curl's option {option} needs a value. Check that the command was pasted completely.", option=option)
        )
    return value


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _data(option: str, value: str, read_file: ReadFile) -> bytes:
    if option == "data-raw":
        return _raw(value)
    if option == "data-urlencode":
        return _urlencoded(value, read_file)
    if not value.startswith("@"):
        return _raw(value)
    data = read_file(value[1:])
    return data if option in ("data-binary", "json") else data.translate(None, b"\r\n\0")


def _urlencoded(value: str, read_file: ReadFile) -> bytes:
    """curl's forms: `content`, `=content`, `name=content`, `@file`, `name@file`."""
    name, equals, content = value.partition("=")
    if equals:
        data = _raw(content)
    elif "@" in value:
        name, _, file = value.partition("@")
        data = read_file(file)
    else:
        name, data = "", _raw(value)
    return (f"{name}=" if name else "").encode() + quote_plus(data).encode()


def _request(said: _Said) -> CurlRequest:
    if not said.urls:
        raise SpecError(say("The curl command has no URL. Paste the whole command, from `curl` to its last line."))
    if len(said.urls) > 1:
        raise SpecError(
            say("The curl command has {count} URLs; one request is captured at a time. Keep one.", count=len(said.urls))
        )
    body = (b"" if said.json else b"&").join(said.data)
    in_query = "get" in said.flags
    origin, host, target = _url(said.urls[0], body if in_query else b"")
    method = said.values.get("request") or ("HEAD" if "head" in said.flags else "")
    method = method or ("POST" if said.data and not in_query else "GET")
    if not method.isascii() or not method.replace("-", "").isalnum():
        raise _unusable("-X", method)
    sent = b"" if in_query else body
    headers = _headers(said, host, len(sent) if said.data and not in_query else None)
    return CurlRequest(origin, Request(method, target, headers, sent), "insecure" in said.flags)


def _url(text: str, query: bytes) -> tuple[str, bytes, bytes]:
    """Origin, Host value and request target of a URL; a fragment stays with the client."""
    url = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(url.replace(" ", "%20"))
        host = host_value(parts.netloc)
        usable = parts.scheme.lower() in ("http", "https") and parts.hostname and (parts.port or 1)
    except (ValueError, UnicodeError):
        usable = None
    if not usable:
        raise SpecError(say("{url!r} is not an http or https URL with a host.", url=text))
    asked = "&".join(one for one in (parts.query, query.decode("utf-8", "surrogateescape")) if one)
    target = quote((parts.path or "/") + (f"?{asked}" if asked else ""), safe=_SAFE, errors="surrogateescape")
    return f"{parts.scheme.lower()}://{host.decode()}", host, target.encode()


def _unusable(option: str, value: str) -> SpecError:
    return SpecError(
        say(
            "curl's option {option} has the value {value!r}, which can't be used here. Correct it or leave it out.",
            option=option,
            value=value,
        )
    )


def _headers(said: _Said, host: bytes, length: int | None) -> Headers:
    """The headers in the order that curl sends them: its own first, unless the command sets or removes them."""
    given: list[tuple[bytes, bytes]] = []
    removed: set[bytes] = set()
    for text in said.headers:
        if text.startswith("@"):
            raise _unusable("-H", text)
        name, colon, value = text.partition(":")
        key = _raw(name.strip().rstrip(";") if not colon else name.strip())
        if colon and not value.strip():
            removed.add(key.lower())
        elif not colon and not text.rstrip().endswith(";"):
            raise _unusable("-H", text)
        elif key.lower() not in _PSEUDO:
            given.append((key, _raw(value.strip()) if colon else b""))
    if "=" not in said.values.get("cookie", "="):  # a file of cookies
        raise _unusable("-b", said.values["cookie"])
    for name, header in (("user-agent", b"User-Agent"), ("referer", b"Referer"), ("cookie", b"Cookie")):
        if name in said.values:
            given.append((header, _raw(said.values[name].removesuffix(";auto"))))
    if "user" in said.values:
        given.append((b"Authorization", b"Basic " + b64encode(_raw(said.values["user"]))))
    own = [(b"Host", host), (b"Accept", b"application/json" if said.json else b"*/*")]
    if length is not None:
        kind = b"application/json" if said.json else b"application/x-www-form-urlencoded"
        own += [(b"Content-Type", kind), (b"Content-Length", str(length).encode())]
    taken = {name.lower() for name, _ in given} | removed
    headers = tuple(pair for pair in own if pair[0].lower() not in taken) + tuple(given)
    for key, content in headers:
        if not is_legal(key, content):
            shown = (key + b": " + content).decode("utf-8", "replace")
            raise _unusable("-H", shown[:60])
    return headers
