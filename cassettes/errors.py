"""Every error that chunktape raises on purpose, grouped by who must act.

    ChunktapeError
    ├── CassetteError      the file: it is no cassette, damaged, too new, locked, can't be written
    ├── UpstreamError      the upstream: unreachable, broken TLS, speaks no HTTP
    ├── RequestError       the request
    │   ├── BadRequest         it is no HTTP/1.1 that we can serve
    │   └── TooLarge           its head or body is over the limit
    └── SpecError          the person's words: a URL, an option, a split, a fault, a name

`TABLE` maps each class to its exit code and its HTTP status; the nearest base class holds for the rest.
Messages come from `cassettes.messages`; an error's text is what the person reads, never a traceback.
"""

from typing import Final


class ChunktapeError(Exception):
    """Base of all. `str(error)` is one or two lines for a person."""


class CassetteError(ChunktapeError):
    """The file must be looked at. `path` and `offset` (bytes from the start, or None) say where."""

    def __init__(self, message: str, *, path: str = "", offset: int | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.offset = offset


class UpstreamError(ChunktapeError):
    """The upstream must be looked at."""


class RequestError(ChunktapeError):
    """The request must be looked at. `details` goes into the JSON body of the answer."""

    def __init__(self, message: str, *, details: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.details = details or {}


class BadRequest(RequestError):
    """The request can't be read or is not allowed."""


class TooLarge(RequestError):
    """The request's head or body is over the limit."""


class SpecError(ChunktapeError):
    """The words on the command line, in a path, header or query make no sense."""


#: class -> (exit code of a command, HTTP status where the error answers a request)
TABLE: Final[dict[type[ChunktapeError], tuple[int, int]]] = {
    ChunktapeError: (1, 500),
    CassetteError: (4, 500),
    UpstreamError: (5, 502),
    RequestError: (1, 400),
    BadRequest: (1, 400),
    TooLarge: (1, 413),
    SpecError: (2, 400),
}

#: Exit codes that no class stands for. 0: done, or a server that was asked to stop; 1: what was asked for is not so
#: (coverage, lateness, a demo that differs); 3: `verify` of an interrupted file; 130: Ctrl-C or SIGTERM, for a command
#: that would have ended by itself, for a server before it began, and for a second one. All stand in docs/behaviour.md.
EXIT_INTERRUPTED_FILE: Final = 3
EXIT_CTRL_C: Final = 130


def _row(error: type[ChunktapeError]) -> tuple[int, int]:
    return next(TABLE[cls] for cls in error.__mro__ if cls in TABLE)


def exit_code(error: ChunktapeError) -> int:
    """The exit code of a command that ends with `error`."""
    return _row(type(error))[0]


def http_status(error: ChunktapeError) -> int:
    """The HTTP status of an answer that reports `error`."""
    return _row(type(error))[1]
