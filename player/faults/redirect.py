"""`redirect`: the response sends the client to another address (RFC 9110 section 15.4)."""

import re
from typing import Final

from player.faults.fault import Arguments, Choice, Draw, Fault, Performance, Phase, Tape, Text
from player.faults.replaced import answered

_PATH: Final = re.compile(r"(?::[A-Za-z0-9._~-]*)+", re.ASCII)

#: bytes that no header may carry, whatever stands in a file
_UNSAFE: Final = re.compile(rb"[^!-~]")


def _target(text: str) -> str:
    """`self`, the target that was asked for, or a path whose slashes are colons, since a spec has no slash."""
    if text != "self" and not _PATH.fullmatch(text):
        raise ValueError(text)
    return text


def redirect(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """A response without a body that sends the client to `to`."""
    to = arguments.word("to")
    location = _itself(recorded.interaction.request.target) if to == "self" else to.replace(":", "/").encode()
    return answered(performance, recorded, int(arguments.word("code")), ((b"Location", location),), b"")


def _itself(target: bytes) -> bytes:
    """The target relative to itself, so that a prefix of the request stays."""
    path, mark, query = target.partition(b"?")
    last = path.rpartition(b"/")[2] if path.startswith(b"/") else b""
    return b"./" + _UNSAFE.sub(lambda byte: b"%%%02X" % ord(byte[0]), last + mark + query)


FAULTS = (
    Fault(
        "redirect",
        Phase.HEAD,
        redirect,
        parameters={
            "code": Choice(("307", "308", "301", "302", "303")),
            "to": Text(_target, "self | :v2:chat", "self"),
        },
        invents=True,
        about=(
            "The client is sent to `to`, a path with colons for slashes, or to where it was, which is a loop; with "
            "`times=1` it gets the answer there. A POST stays one behind 307 and 308; behind 301, 302 and 303 most "
            "clients make a GET of it, which no recording of a POST answers."
        ),
        meets="http that moves to https, a trailing slash, a session that is over; a loop of two rules.",
        shown=("", "times=1", "code=302,times=1"),
    ),
)
