"""A curl command line -> the request that curl would send. Rules

- Pasted commands carry a Content-Length and, from older Chromes, HTTP/2's `authority:`, `method:`, `path:`, `scheme:`
  as headers: these are left out, the length is our own. `--compressed` adds no Accept-Encoding, so that the recorded
  stream can be read.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from cassettes.errors import SpecError
from cassettes.headers import is_legal
from cassettes.interchange.build import host_value
from cassettes.messages import say
from cassettes.model import Headers, Request
from cassettes.printable import VISIBLE
from cassettes.redaction.redact import Redaction
from chunktape.curl.options import Options, ReadFile, raw, read_options
from chunktape.curl.words import split

_PSEUDO: Final = frozenset((b"authority", b"method", b"path", b"scheme", b"content-length"))


@dataclass(frozen=True, slots=True)
class CurlRequest:
    """The request and its origin (`https://host:port`); `insecure`: certificates are not checked (-k)."""

    origin: str
    request: Request
    insecure: bool = False


def parse(command: Sequence[str], read_file: ReadFile) -> CurlRequest:
    """The request of a command in words, or in one word that is all of it (bash or cmd). Raises SpecError."""
    words = split(command[0]) if len(command) == 1 else list(command)
    program = words[0].replace("\\", "/").rsplit("/", 1)[-1].lower() if words else ""
    if program not in ("curl", "curl.exe"):
        raise SpecError(
            say(
                "Expected a curl command line: curl 'https://...' -H ... --data-raw ...; found {found!r}.",
                found=" ".join(words)[:60],
            )
        )
    return _request(read_options(words[1:], read_file))


def _request(said: Options) -> CurlRequest:
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
        clean = Redaction.default().target(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        raise SpecError(say("{url!r} is not an http or https URL with a host.", url=clean))
    asked = "&".join(one for one in (parts.query, query.decode("utf-8", "surrogateescape")) if one)
    target = quote((parts.path or "/") + (f"?{asked}" if asked else ""), safe=VISIBLE, errors="surrogateescape")
    return f"{parts.scheme.lower()}://{host.decode()}", host, target.encode()


def _first_word(text: str) -> str:
    """A header without its colon, for a sentence; the rest may be a secret."""
    first, *more = text.split(maxsplit=1) or [""]
    return f"{first} ..." if more else first


def _unusable(option: str, value: str) -> SpecError:
    return SpecError(
        say(
            "Option {option} has the value {value!r}, which can't be used here. Correct it or leave it out.",
            option=option,
            value=value,
        )
    )


def _headers(said: Options, host: bytes, length: int | None) -> Headers:
    """The headers in the order that curl sends them: its own first, unless the command sets or removes them."""
    given: list[tuple[bytes, bytes]] = []
    removed: set[bytes] = set()
    for text in said.headers:
        if text.startswith("@"):
            raise _unusable("-H", text)
        name, colon, value = text.partition(":")
        key = raw(name.strip().rstrip(";") if not colon else name.strip())
        if colon and not value.strip():
            removed.add(key.lower())
        elif not colon and not text.rstrip().endswith(";"):
            raise SpecError(say("-H takes a header as `Name: value`; found {found!r}.", found=_first_word(text)))
        elif key.lower() not in _PSEUDO:
            given.append((key, raw(value.strip())))
    if "=" not in said.values.get("cookie", "="):  # a file of cookies
        raise _unusable("-b", said.values["cookie"])
    for name, header in (("user-agent", b"User-Agent"), ("referer", b"Referer"), ("cookie", b"Cookie")):
        if name in said.values:
            given.append((header, raw(said.values[name].removesuffix(";auto"))))
    if "user" in said.values:
        given.append((b"Authorization", b"Basic " + b64encode(raw(said.values["user"]))))
    own = [(b"Host", host), (b"Accept", b"application/json" if said.json else b"*/*")]
    if length is not None:
        kind = b"application/json" if said.json else b"application/x-www-form-urlencoded"
        own += [(b"Content-Type", kind), (b"Content-Length", str(length).encode())]
    taken = {name.lower() for name, _ in given} | removed
    headers = tuple(pair for pair in own if pair[0].lower() not in taken) + tuple(given)
    for key, content in headers:
        if not is_legal(key, content):
            raise _unusable("-H", key.decode("utf-8", "replace")[:60] + ": ...")
    return headers
