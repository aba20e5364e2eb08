"""What the errors of all providers have in common; each shape has its own `failure`. Rules

- Types, codes and sentences come from the APIs' documents, from their source (Dify, Ollama) or from published answers
  (Coze); where an API has none for a status, its nearest one is used. Written from memory, since no source was found:
  Coze's 4013, DeepSeek's "Server overloaded", the codes of a 402 in OpenAI's form.
- Headers with a time of day are left out: nothing here reads a clock.
- The maker of a shape takes its error from the same function.
"""

from typing import Any, Final, NamedTuple

from cassettes.model import Headers

#: RFC 9110 section 15 and the registry; Python's own table changes with its version
REASONS: Final = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    203: "Non-Authoritative Information",
    204: "No Content",
    205: "Reset Content",
    206: "Partial Content",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a teapot",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    507: "Insufficient Storage",
    508: "Loop Detected",
    511: "Network Authentication Required",
    529: "Overloaded",
}


class Failure(NamedTuple):
    """A provider's error for one status. `payload`: the JSON value; `headers`: the headers sent with it; `streamed`:
    the JSON value of the event in a stream; `event`, `comment`: the name of that event and a comment in it, empty for
    none; `ends`: nothing follows it, not even the provider's mark of the end.
    """

    payload: dict[str, Any]
    streamed: dict[str, Any]
    headers: Headers = ()
    event: str = ""
    comment: str = ""
    ends: bool = True


def reason(status: int) -> bytes:
    """The reason phrase of `status`."""
    return REASONS.get(status, "Error").encode()


def named(status: int) -> str:
    """The sentence for a client's error for which an API has none of its own."""
    return f"{status} {reason(status).decode()}"


def other(status: int, failed: str) -> str:
    """For a 5xx `failed`, the API's sentence for all its failures; else the name of `status`."""
    return failed if status >= 500 else named(status)


def generic(status: int = 500) -> Failure:
    """The form that most relays use."""
    value = {"error": {"message": reason(status).decode(), "code": status}}
    return Failure(value, value)
