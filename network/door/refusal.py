"""An error of ours as response bytes. Pure. Rules

- The body is JSON, `{"error": {"code", "message", ...}}`. The message is a sentence that a person can act on, in the
  client's language where it names one of ours: an app may show it. The console says the same in the console's.
- The status comes from the error's details, else from the table in `cassettes.errors`; `CODES` has every code of a
  request that is refused, with its status: one table for both servers, which `docs/behaviour.md` shows.
- `x-should-retry: false` keeps OpenAI's client libraries from asking again and again.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from cassettes.errors import BadRequest, ChunktapeError, RequestError, TooLarge, UpstreamError, http_status
from cassettes.messages import say, sentence, spoken

#: s for which the rest of a refused request is read and dropped, so that the client can read the answer
LINGER: Final = 2.0
#: the interim response to `Expect: 100-continue` (RFC 9110 section 10.1.1)
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
NO_RETRY: Final = (b"x-should-retry", b"false")
#: code of a refused request, the same for recorder and player -> status, sentence
CODES: Final[Mapping[str, tuple[int, str]]] = {
    "bad-request": (
        400,
        sentence(
            "This can't be read as an HTTP/1.1 request: {reason}. If a request came before it on this "
            "connection: Content-Length counts bytes, not characters."
        ),
    ),
    "tls": (
        400,
        sentence("A TLS handshake came, but this port speaks http, not https: use http:// in the base URL."),
    ),
    "no-version": (
        400,
        sentence("The request line {line} names no version, as in HTTP/0.9. It must end with HTTP/1.1."),
    ),
    "bad-target": (
        400,
        sentence(
            "The target of a request is a path such as /v1/chat, without spaces, control characters, "
            "#fragment or user:password@ (* for OPTIONS); found {target}."
        ),
    ),
    "one-host": (
        400,
        sentence("A request must have one Host header; this one has {found}."),
    ),
    "bad-host": (
        400,
        sentence("Host must be a name or an address, with or without a port; found {host!r}."),
    ),
    "host-mismatch": (
        400,
        sentence(
            "The request's target is on {target}, and its Host says {host}. "
            "They must be the same (RFC 9112 section 3.2)."
        ),
    ),
    "no-connect": (
        405,
        sentence(
            "This can't be used as a system proxy (the client sent CONNECT): use its address as the base "
            "URL in the app."
        ),
    ),
    "head-too-slow": (
        408,
        sentence("The request's head was not complete after {seconds} s."),
    ),
    "body-too-slow": (
        408,
        sentence("No byte of the request body for {seconds} s; {received} bytes had come."),
    ),
    "body-too-large": (
        413,
        sentence(
            "The request body may have {limit} bytes; this one has {found} or more. A larger limit: --max-body MIB."
        ),
    ),
    "target-too-long": (
        414,
        sentence("The request's target may have {limit} bytes, percent-encoded; this one has more."),
    ),
    "host-not-allowed": (
        421,
        sentence("Host {host!r} is neither an IP address nor localhost. To allow it, start with --allow-host NAME."),
    ),
    "other-origin": (
        421,
        sentence(
            "The request is for {target}, but this is not a proxy for other servers: ask for a path here, such "
            "as /v1/chat."
        ),
    ),
    "head-too-large": (
        431,
        sentence("The request's head is over the limit of {limit} bytes."),
    ),
    "no-websocket": (
        501,
        sentence("WebSocket connections can't be recorded or played; only HTTP requests and streams can."),
    ),
    "bad-coding": (
        501,
        sentence("A request body with Transfer-Encoding: {coding} can't be read; only chunked can."),
    ),
    "http2": (
        505,
        sentence(
            "The client began with HTTP/2 (prior knowledge), and this port speaks HTTP/1.1 only: let it use "
            "HTTP/1.1 (curl: leave out --http2-prior-knowledge)."
        ),
    ),
    "http-version": (
        505,
        sentence(
            "The request names HTTP/{version}, and this port speaks HTTP/1.1 and HTTP/1.0 only (no HTTP/2, no HTTP/3)."
        ),
    ),
}


def broken_body() -> BadRequest:
    """The refusal of a body that is not what its head announces."""
    return BadRequest(
        say("The request's body is not what its head announces: broken transfer chunks, or another length.")
    )


def refused(code: str, **values: object) -> RequestError:
    """The error for an answer with `code`, one of `CODES`; `values` fill its sentence."""
    status, said = CODES[code]
    details: dict[str, object] = {"status": status, "code": code}
    kind = TooLarge if code == "body-too-large" else BadRequest
    return kind(say(said, **values), details=details)


def status_of(error: ChunktapeError) -> int:
    """The status of the answer that explains `error`."""
    status = error.details.get("status") if isinstance(error, RequestError) else None
    return status if isinstance(status, int) else http_status(error)


def code_of(error: ChunktapeError) -> str:
    """The code in the answer that explains `error`."""
    code = error.details.get("code") if isinstance(error, RequestError) else None
    if isinstance(code, str):
        return code
    return "upstream-unreachable" if isinstance(error, UpstreamError) else "bad-request"


def error_body(
    code: str, message: str | Exception, details: Mapping[str, object] | None = None, language: str = ""
) -> bytes:
    """The JSON of an error, in `language` (`cassettes.messages.spoken`)."""
    content = {"error": {"code": code, "message": spoken(message, language), **(details or {})}}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def answer(error: ChunktapeError, *, close: bool, method: str = "GET", language: str = "") -> bytes:
    """A whole response that explains `error` to a request with `method`, in the client's `language`."""
    status, body = status_of(error), error_body(code_of(error), error, language=language)
    headers = (
        (b"Content-Type", b"application/json; charset=utf-8"),
        (b"Content-Length", b"%d" % len(body)),
        (b"Cache-Control", b"no-store"),
        NO_RETRY,
        *(((b"Connection", b"close"),) if close else ()),
    )
    lines = [b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode("ascii"))]
    head = b"\r\n".join([*lines, *(b"%b: %b" % field for field in headers), b"", b""])
    return head if method == "HEAD" else head + body
