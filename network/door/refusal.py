"""An error of ours as response bytes. Pure. Rules

- A JSON body `{"error": {"code", "message", ...}}`, and the sentence in it is one that a person can act on.
- The status comes from the error's details, else from the table in `cassettes.errors`; `CODES` has every code of a
  request that is refused, with its status: one table for both servers, which `docs/behaviour.md` shows.
- `x-should-retry: false` keeps OpenAI's client libraries from asking again and again.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from cassettes.errors import BadRequest, ChunktapeError, RequestError, TooLarge, UpstreamError, http_status
from cassettes.messages import say
from cassettes.model import Headers

#: s for which the rest of a refused request is read and dropped, so that the client can read the answer
LINGER: Final = 2.0
#: for who waits to be asked for the body (RFC 9110 section 10.1.1)
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
NO_RETRY: Final = (b"x-should-retry", b"false")
#: code of a request that is refused, by recorder and player alike -> status
CODES: Final[Mapping[str, int]] = {
    "bad-request": 400,
    "tls": 400,
    "no-version": 400,
    "bad-target": 400,
    "one-host": 400,
    "bad-host": 400,
    "host-mismatch": 400,
    "no-connect": 405,
    "head-too-slow": 408,
    "body-too-slow": 408,
    "body-too-large": 413,
    "target-too-long": 414,
    "host-not-allowed": 421,
    "other-origin": 421,
    "head-too-large": 431,
    "no-websocket": 501,
    "bad-coding": 501,
    "http2": 505,
    "http-version": 505,
}


def refused(code: str, **values: object) -> RequestError:
    """The error for an answer with `code`, one of `CODES`, which names its sentence, too."""
    details: dict[str, object] = {"status": CODES[code], "code": code}
    kind = TooLarge if code == "body-too-large" else BadRequest
    return kind(say(f"network.{code}", **values), details=details)


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


def error_body(code: str, message: str, details: Mapping[str, object] | None = None) -> bytes:
    """The JSON of an error."""
    content = {"error": {"code": code, "message": message, **(details or {})}}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def answer(error: ChunktapeError, *, close: bool, method: str = "GET", extra: Headers = ()) -> bytes:
    """A whole response that explains `error` to a request with `method`."""
    status, body = status_of(error), error_body(code_of(error), str(error))
    headers = (
        (b"Content-Type", b"application/json; charset=utf-8"),
        (b"Content-Length", b"%d" % len(body)),
        (b"Cache-Control", b"no-store"),
        NO_RETRY,
        *(((b"Connection", b"close"),) if close else ()),
        *extra,
    )
    lines = [b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode("ascii"))]
    head = b"\r\n".join([*lines, *(b"%b: %b" % field for field in headers), b"", b""])
    return head if method == "HEAD" else head + body
