"""The recorder's own answers: what it says itself instead of passing on. Pure. Rules

- A JSON body `{"error": {"code", "message"}}`, and the sentence in it is one that a person can act on.
- The status comes from the error's details, else from the table in `cassettes.errors`.
- `x-should-retry: false` keeps OpenAI's client libraries from asking again and again.
"""

import json
from http import HTTPStatus
from typing import Final

from cassettes.errors import ChunktapeError, RequestError, http_status

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


def answer(error: ChunktapeError, *, close: bool, method: str = "GET") -> bytes:
    """A whole response that explains `error`."""
    details = error.details if isinstance(error, RequestError) else {}
    status = details.get("status", http_status(error))
    assert isinstance(status, int)
    code = details.get("code", {400: "bad-request", 502: "upstream-unreachable"}.get(status, "error"))
    text = json.dumps({"error": {"code": code, "message": str(error)}}, ensure_ascii=False) + "\n"
    body = text.encode("utf-8")
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "x-should-retry: false",
        *(["Connection: close"] if close else []),
    ]
    head = "\r\n".join([*lines, "", ""]).encode("ascii")
    return head if method == "HEAD" else head + body
