"""One mutated file of each format: `MAKERS[format](random)`. Rules

- The structure is mutated and written again, so that the file is still of its form: JSON and YAML as documents, a
  curl trace as its blocks, a cassette as its records with right checksums and a right footer.
- `random` decides everything.
"""

import io
import json
import zlib
from array import array
from collections.abc import Callable
from typing import Any, Final

import msgpack
import yaml

from cassettes.file import records
from cassettes.file.loader import digest
from cassettes.seeds import SplitMix64
from cassettes.store import dumps
from tests.fuzz import seeds
from tests.fuzz.trees import BYTES, damaged, mutated, pick, written

Maker = Callable[[SplitMix64], bytes]
_Dumper: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _json(document: Any, random: SplitMix64) -> bytes:
    escaped = random.below(2) == 0
    text = json.dumps(document, ensure_ascii=escaped, default=lambda raw: raw.decode("latin-1"))
    return written(text.encode("utf-8", "surrogatepass"), random)


def _yaml(document: Any, random: SplitMix64) -> bytes:
    try:
        text = yaml.dump(document, Dumper=_Dumper, allow_unicode=random.below(2) == 0)
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError):  # lone surrogates, integers of 400 digits
        return _json(document, random)
    return written(text.encode("utf-8", "surrogatepass"), random)


def _har(random: SplitMix64) -> bytes:
    documents = [*seeds.har_documents(), *map(json.loads, seeds.exports("har"))]
    return _json(mutated(pick(documents, random), random), random)


def _vcr(random: SplitMix64, write: Callable[[Any, SplitMix64], bytes]) -> bytes:
    return write(mutated(pick(seeds.vcr_documents(), random), random, BYTES), random)


def _lossless(random: SplitMix64, write: Callable[[Any, SplitMix64], bytes]) -> bytes:
    documents = [json.loads(text) for text in seeds.exports("json")]
    return write(mutated(pick(documents, random), random), random)


def _sse(random: SplitMix64) -> bytes:
    parts = mutated(pick(seeds.streams(), random), random, BYTES * 4)
    return written(b"".join(part for part in parts if isinstance(part, bytes)), random)


def _trace(random: SplitMix64) -> bytes:
    rows = mutated(pick(seeds.traces(), random), random, BYTES * 4)
    ids, timed, text = pick((0, 0, 0, 1, 1, 1, 2), random), random.below(4) > 0, random.below(4) == 0
    out, second = [], random.below(86_400)
    for index, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != 2:
            continue
        second += pick((0, 0, 1, 40_000, -1), random)
        clock = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}.{index:06} " if timed else ""
        prefix = clock + ("", "[0-0] ", f"[{random.below(2)}-0] ")[ids]
        out.append(block(prefix + str(row[0]), row[1], text=text))
    return written("".join(out).encode("utf-8", "replace"), random)


def block(title: str, data: object, *, text: bool) -> str:
    """One block as `--trace` or `--trace-ascii` (`text`) writes it."""
    if not isinstance(data, bytes):
        return f"{title}\n"
    lines, start = [f"{title}, {len(data)} bytes (0x{len(data):x})"], 0
    while start < len(data):
        end = data.find(b"\r\n", start, start + 66) if text else -1  # an ASCII line ends there, too
        part = data[start : end if end >= 0 else start + (64 if text else 16)]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        lines.append(f"{start:04x}: {shown}" if text else f"{start:04x}: {part.hex(' '):47} {shown}")
        start += len(part) + (2 if end >= 0 else 0)
    return "\n".join(lines) + "\n"


def _cassette(random: SplitMix64) -> bytes:
    one = pick(seeds.cassettes(), random)
    rows = [row for row, _, _ in records.rows(io.BytesIO(dumps(one.headers[0], one.interactions)))]
    rows = mutated(rows, random, BYTES)
    out, crcs = bytearray(), array("I")
    footed = random.below(4) > 0
    for row in rows:
        if footed and isinstance(row, list) and row and row[0] == "footer":
            begun = sum(1 for other in rows if isinstance(other, list) and other[:1] == ["request"])
            row = ["footer", begun, len(crcs), digest(crcs)]
        try:
            body = msgpack.packb(row, use_bin_type=True)
        except (OverflowError, ValueError, TypeError):  # what msgpack has no form for
            continue
        crcs.append(zlib.crc32(body))
        out += msgpack.packb([body, crcs[-1]], use_bin_type=True)
    return damaged(bytes(out), random) if random.below(16) == 0 else bytes(out)


#: format -> a file of it, valid but for what was mutated
MAKERS: Final[dict[str, Maker]] = {
    "cassette": _cassette,
    "curl-trace": _trace,
    "har": _har,
    "json": lambda random: _lossless(random, _json),
    "sse": _sse,
    "vcr": lambda random: _vcr(random, _yaml),
    "vcr-json": lambda random: _vcr(random, _json),
    "yaml": lambda random: _lossless(random, _yaml),
}
