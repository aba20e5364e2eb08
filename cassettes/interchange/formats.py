"""Every format of another tool, in one table; a module is imported when its format is read or written."""

import re
from typing import Final, NamedTuple

from cassettes.messages import sentence

#: bytes at the beginning of a file that tell its kind
LOOKED_AT: Final = 4096
_OURS: Final = rb"\x92[\xc4-\xc6].{0,24}\xa9chunktape"


class Format(NamedTuple):
    """`reader`: the module of this package whose `read` reads it; `writer`: the function that writes it, empty for
    none (`sse` is written by `write` itself: the body); `also`: other names of it, which are also file endings;
    `begins`: how its files begin, where that tells them.
    """

    about: str
    reader: str
    writer: str = ""
    also: str = ""
    begins: bytes = rb"(?!)"


#: name on the command line -> format, in the order in which they are shown
FORMATS: Final = {
    "vcr": Format(sentence("A cassette of vcrpy or pytest-recording."), "vcr.read", also="vcrpy betamax yml yaml"),
    "sse": Format(
        sentence("Server-sent events, as `curl -N` saves them."),
        "sse",
        also="eventstream event-stream sse",
        begins=rb"\s*(?:HTTP/[0-9.]+ [0-9]{3}|(?:data|event|id|retry):|:[^\r\n]*[\r\n])",
    ),
    "har": Format(
        sentence("A HAR saved by a browser, a proxy or Playwright."),
        "har.read",
        "har.write.to_har",
        also="har",
        begins=rb"\s*\{\s*\"log\"\s*:",
    ),
    "mitm": Format(
        sentence("Flows saved by mitmproxy."),
        "mitm",
        also="flow flows mitm mitmproxy",
        begins=rb"[0-9]{1,12}:[0-9]{1,12}:[a-z]",
    ),
    "curl-trace": Format(
        sentence("A trace of `curl --trace FILE --trace-time`."),
        "curl_trace.read",
        also="curl trace",
        begins=rb"\s*(?:[0-9:.]+ )?(?:== Info:|=> Send|<= Recv)",
    ),
    "yaml": Format(
        sentence("An export of our own in YAML."),
        "lossless.read",
        "lossless.write.to_yaml",
        begins=rb"(?:---\s+)?chunktape:",
    ),
    "json": Format(
        sentence("An export of our own in JSON."),
        "lossless.read",
        "lossless.write.to_json",
        also="json",
        begins=rb"\s*\{\s*\"chunktape\"\s*:",
    ),
}


def command_for(data: bytes) -> str:
    """The command that reads a file with these bytes, by the first of them; empty where its kind is unknown."""
    start = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if re.match(_OURS, start, re.DOTALL):
        return "chunktape play FILE"
    return next((f"chunktape import {name} FILE" for name, one in FORMATS.items() if re.match(one.begins, start)), "")
