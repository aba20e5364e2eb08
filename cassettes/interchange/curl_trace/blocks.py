"""The text of a curl trace (7 and 8, `--trace` or `--trace-ascii`) as blocks. Rules

- A block is a title (`<= Recv data, 5 bytes (0x5)`) and as many lines behind it as its bytes need. Text between blocks
  is skipped, such as the response that `--trace -` writes to the same output.
- `--trace` has every byte in hexadecimal. `--trace-ascii` writes each byte outside printable ASCII as `.` and leaves
  the line ends of a head out; a file is in one form or the other.
- A block that lacks bytes may end the file, where the trace was cut off; anywhere else the file is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cassettes.clock import SECOND
from cassettes.interchange.unfit import unfit
from cassettes.messages import sentence

_TITLE: Final = re.compile(
    rb"(?:(?P<time>\d\d:\d\d:\d\d\.\d{6}) )?(?:\[(?P<transfer>[0-9x]+)-[0-9x]+\] )?"
    rb"(?:(?P<kind>=> Send|<= Recv)(?P<ssl> SSL)? (?P<what>header|data), (?P<size>\d{1,15}) bytes? \(0x[0-9a-f]+\)"
    rb"|== Info: (?P<info>.*))\Z"
)
#: a title in the middle of a line, behind response bytes that `--trace -` wrote before it
_GLUED: Final = re.compile(rb"\d\d:\d\d:\d\d\.\d{6} (?:\[[0-9x-]+\] )?(?:=> Send|<= Recv|== Info)")
_LINE: Final = re.compile(rb"([0-9a-f]{4,12}): (.*)", re.DOTALL)
_HEX: Final = re.compile(rb"(?:[0-9a-f]{2} )+")
_DAY: Final = 24 * 3600 * SECOND


@dataclass(slots=True)
class Block:
    """One block: `sent` or received, a header or data, or a message of curl (`info`); `at` in ns of the day, -1: none.

    `transfer` is the number that `--trace-ids` gives, else empty. `whole` is False for one that the file's end cuts.
    """

    sent: bool
    header: bool
    at: int
    size: int
    line: int
    transfer: bytes = b""
    info: bytes | None = None
    data: bytes = b""
    whole: bool = True
    lines: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trace:
    """The blocks of a file, with times that never decrease; `ascii`: bytes of a body are lost."""

    blocks: list[Block]
    ascii: bool
    timed: bool


def read_blocks(data: bytes, name: str) -> Trace:
    """The blocks of a trace. Raises CassetteError where there is none, or where one in the middle is not whole."""
    blocks = list(_parse(data))
    wire = [block for block in blocks if block.info is None]
    if not wire:
        words = (
            sentence(
                "{file} is what `curl -v` writes: it has no bytes of the body. Make a trace with `curl -N "
                "--trace FILE --trace-time URL`."
            )
            if re.search(rb"(?m)^(?:[0-9:.]{15} )?[*<>] ", data)
            else sentence(
                "{file} is not a trace of curl: no `=> Send` or `<= Recv` block. "
                "Make one with `curl -N --trace FILE --trace-time URL`."
            )
        )
        raise unfit(words, name)
    hexadecimal = all(_is_hex(block) for block in wire[:-1] or wire)  # the last may end in the middle of a line
    for block in wire:
        _fill(block, hexadecimal=hexadecimal)
        if not block.whole and block is not blocks[-1]:
            raise unfit(
                "{file}: the block at line {line} has {found} of {size} bytes, and others follow it: the "
                "trace is damaged. Run curl again.",
                name,
                line=block.line,
                size=block.size,
                found=len(block.data),
            )
    lossy = not hexadecimal and any(not block.header and not block.sent for block in wire)
    timed = all(block.at >= 0 for block in wire)
    _keep_rising(blocks)
    return Trace(blocks, lossy, timed)


def _parse(data: bytes) -> Iterator[Block]:
    block: Block | None = None
    for number, raw in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), 1):
        part = _LINE.fullmatch(raw)
        if part is not None and block is not None:
            offset = int(part[1], 16)
            if (block.lines[-1][0] < offset if block.lines else offset == 0) and offset < block.size:
                block.lines.append((offset, part[2]))
            continue
        glued = _GLUED.search(raw)
        title = _TITLE.match(raw, glued.start() if glued else 0)
        if title is None:
            continue
        if block is not None:
            yield block
            block = None
        if not title["ssl"]:
            block = _block(title, number)
    if block is not None:
        yield block


def _block(title: re.Match[bytes], line: int) -> Block:
    return Block(
        sent=title["kind"] == b"=> Send",
        header=title["what"] == b"header",
        at=_time(title["time"]),
        size=int(title["size"] or 0),
        line=line,
        transfer=title["transfer"] or b"",
        info=title["info"],
    )


def _time(text: bytes | None) -> int:
    if text is None:
        return -1
    hours, minutes, seconds = text.split(b":")
    whole, _, micros = seconds.partition(b".")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * SECOND + int(micros) * 1_000


def _sizes(block: Block) -> list[int]:
    """How many bytes each line of the block stands for."""
    ends = [*(offset for offset, _ in block.lines[1:]), block.size]
    return [end - offset for (offset, _), end in zip(block.lines, ends, strict=False)]


def _is_hex(block: Block) -> bool:
    """Whether each line of the block begins with as many pairs of digits as it has bytes."""
    return all(
        _HEX.fullmatch(text[: 3 * min(size, 16)]) is not None
        for (_, text), size in zip(block.lines, _sizes(block), strict=True)
    )


def _fill(block: Block, *, hexadecimal: bool) -> None:
    """Give the block its bytes. The line of an ASCII trace that is shorter than its bytes ended with CRLF."""
    data = bytearray()
    for (offset, text), size in zip(block.lines, _sizes(block), strict=True):
        if offset != len(data):
            break
        if hexadecimal:
            digits = text[: 3 * min(size, 16)]
            if _HEX.fullmatch(digits) is None:
                break
            data += bytes.fromhex(digits.decode())
        else:
            data += text[:size] if len(text) >= size else (text + b"\r\n")[:size]
    block.data, block.whole, block.lines = bytes(data), len(data) == block.size, []


def _keep_rising(blocks: list[Block]) -> None:
    """Make the times go on after midnight and never decrease."""
    last = shift = 0
    for block in blocks:
        if block.at >= 0:
            if block.at + shift < last - _DAY // 2:
                shift += _DAY
            last = block.at = max(last, block.at + shift)
