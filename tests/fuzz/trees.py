"""Mutations of a parsed document (JSON, YAML, msgpack rows) and of its text, drawn from a SplitMix64. Rules

- A document is mutated as values and written again, so that what is damaged is its meaning and not its syntax; the
  text is damaged on top in one file of eight.
- The same generator gives the same mutation on every machine.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from cassettes.seeds import SplitMix64

#: values that are wrong nearly everywhere, or right and extreme
ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1, 7, 99, 100, 101, 199, 200, 204, 304, 599, 1000, 65_535, 2**31, 2**32 - 1, 2**32),
    *(2**53, 2**62, 2**62 + 1, 2**63 - 1, 2**63, 2**64, -(2**31), -(2**63), 10**30, -(10**30), 10**400),
    *(0.5, -0.0, 1e-300, 1e18, 1e308, -1e308, float("inf"), float("-inf"), float("nan")),
    *("", " ", "x", "0", "-1", "1e999", "NaN", "9" * 400, "\0", "\r\n", "a\r\nX-A: b", "\ud800", "\udc80x", "\ufeff"),
    *(
        "你好🙂",
        "é",
        "\x7f",
        "base64",
        "gzip",
        "chunked",
        "A" * 5000,
        "!!python/object:os.system",
        "*",
        "<<",
        "=",
        "&a",
    ),
    *("http://", "http://[", "http://h:99999999/", "HTTP://\u2100/", "//h/x", "data:,x", "2026-01-01T00:00:00Z"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "HTTP/9.9", "end", "more", "complete", "reset"),
    *([], {}, [[]], [None], {"": None}, {"base64": "////"}, {"base64": "x"}, [["a", "b"]], [{"name": "a"}]),
)
BYTES: Final[tuple[bytes, ...]] = (
    b"",
    b"\0",
    b"\r\n",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"data: x\n\n",
    b"5\r\nhello\r\n",
    b"x" * 5000,
)
TOKENS: Final[tuple[bytes, ...]] = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\r\n\r\n", b'"', b"'", b"{", b"}", b"[", b"]"),
    *(
        b":",
        b"- ",
        b"&a ",
        b"*a",
        b"<<: *a",
        b"!!binary ",
        b"!!python/tuple ",
        b"!!timestamp ",
        b"? ",
        b"| ",
        b"%YAML 9\n",
    ),
    *(b"---\n", b"...\n", b"\t", b"1e999", b"NaN", b"0x1", b"\\ud800", b"9" * 5000, b"[" * 500, b"{a: " * 100),
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"data: ", b"0\r\n\r\n", b"ffffffff\r\n"),
)

Place = tuple[Any, Any]  # a container, and the key or index in it


def places(value: Any) -> Iterator[Place]:
    """Every place of a document."""
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(pairs):
        yield value, key
        yield from places(part)


def pick(options: Any, random: SplitMix64) -> Any:
    return options[random.below(len(options))]


def mutated(document: Any, random: SplitMix64, extra: tuple[Any, ...] = ()) -> Any:
    """A copy of the document with one, two or four changes; `extra`: odd values that its form can hold, too."""
    document = copy.deepcopy(document)
    for _ in range(pick((1, 1, 1, 2, 4), random)):
        found = list(places(document))
        if not found:
            return document
        holder, key = pick(found, random)
        odd = copy.deepcopy(pick(ODD + extra, random))
        match random.below(8):
            case 0 | 1 | 2:
                holder[key] = odd
            case 3:
                del holder[key]
            case 4 if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(pick(holder, random)))
            case 4 if isinstance(odd, str):
                holder[odd] = holder.pop(key)
            case 5:
                other, there = pick(found, random)
                if _has(other, there):
                    holder[key] = copy.deepcopy(other[there])
            case 6:
                holder[key] = nested(
                    holder[key], pick((1, 2, 40, 63, 64, 65, 90), random), as_list=random.below(2) == 0
                )
            case _:
                holder[key] = _near(holder[key], random)
    return document


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def nested(value: Any, depth: int, *, as_list: bool) -> Any:
    for _ in range(depth):
        value = [value] if as_list else {"a": value}
    return value


def _near(value: Any, random: SplitMix64) -> Any:
    """A value of another type that means nearly the same, or of the same type that means something else."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, (int, float)):
        return pick((-value, value + 1, value * 10**9, str(value), [value]), random)
    if isinstance(value, str):
        cut = random.below(len(value) + 1)
        return pick(
            (
                value[:cut],
                value[cut:],
                value + value,
                value.encode("utf-8", "surrogatepass").hex(),
                [value],
                value[:cut] + "\0",
            ),
            random,
        )
    if isinstance(value, bytes):
        return damaged(value, random)
    return list(value) if isinstance(value, dict) else dict(enumerate(value))


def damaged(text: bytes, random: SplitMix64) -> bytes:
    """The text with one to three places cut, doubled, overwritten or filled with a token."""
    data = bytearray(text)
    for _ in range(1 + random.below(3)):
        start = random.below(len(data) + 1)
        end = min(len(data), start + random.below(pick((2, 8, 64, 1024), random)) + 1)
        match random.below(6):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end]
            case 2:
                data[start:end] = bytes(random.below(256) for _ in range(end - start))
            case 3:
                del data[start:]
            case _:
                data[start : pick((start, end), random)] = pick(TOKENS, random)
    return bytes(data)


def written(text: bytes, random: SplitMix64) -> bytes:
    """The text as another program would have saved it: mostly as it is; in UTF-16, with CRLF, with damage."""
    choices: tuple[Callable[[], bytes], ...] = (
        lambda: damaged(text, random),
        lambda: b"\xef\xbb\xbf" + text,
        lambda: ("\ufeff" + text.decode("utf-8", "replace")).encode(pick(("utf-16-le", "utf-16-be"), random)),
        lambda: text.replace(b"\n", b"\r\n"),
        lambda: damaged(("\ufeff" + text.decode("utf-8", "replace")).encode("utf-16-le"), random),
    )
    kind = random.below(8 + len(choices))
    return choices[kind - 8]() if kind >= 8 else damaged(text, random) if kind == 0 else text
