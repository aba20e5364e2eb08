"""The words of a curl command line -> its options. Rules

- Pure: files named with @ are read through the function that is given.
- Options that change what is sent are followed; those that only change what curl prints are accepted and ignored;
  any other is an error that names it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus

from cassettes.errors import SpecError
from cassettes.messages import say

_SHORT_NAMES: Final = """
    X=request H=header d=data A=user-agent e=referer b=cookie u=user G=get I=head k=insecure s=silent S=show-error
    N=no-buffer v=verbose i=include L=location f=fail g=globoff 4=ipv4 6=ipv6 #=progress-bar 0=http1.0 o=output
    m=max-time w=write-out
"""
_LONG: Final = dict(pair.split("=") for pair in _SHORT_NAMES.split())
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

#: the name of a file -> its bytes
ReadFile = Callable[[str], bytes]


@dataclass(slots=True)
class Options:
    """The options of one command."""

    urls: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    json: bool = False


def read_options(words: list[str], read_file: ReadFile) -> Options:
    """The options in the words behind `curl`. Raises SpecError."""
    said = Options()
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


def raw(text: str) -> bytes:
    """The bytes of a word: UTF-8, or those that a `$'...'` named."""
    return text.encode("utf-8", "surrogateescape")


def _data(option: str, value: str, read_file: ReadFile) -> bytes:
    if option == "data-raw":
        return raw(value)
    if option == "data-urlencode":
        return _urlencoded(value, read_file)
    if not value.startswith("@"):
        return raw(value)
    data = read_file(value[1:])
    return data if option in ("data-binary", "json") else data.translate(None, b"\r\n\0")


def _urlencoded(value: str, read_file: ReadFile) -> bytes:
    """curl's forms: `content`, `=content`, `name=content`, `@file`, `name@file`."""
    name, equals, content = value.partition("=")
    if equals:
        data = raw(content)
    elif "@" in value:
        name, _, file = value.partition("@")
        data = read_file(file)
    else:
        name, data = "", raw(value)
    return (f"{name}=" if name else "").encode() + quote_plus(data).encode()
