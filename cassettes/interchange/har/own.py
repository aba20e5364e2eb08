"""`_chunktape` in our own HAR exports: chunks, times and ending of an entry, for which HAR has no place. Rules

- It is written only where `content.text` is the stored body, byte for byte, so that the sizes of its chunks add up to
  the body. Where they don't, the text was edited, and the entry is read like any other tool's.
- The form: `{"at": ns, "version": "1.1", "chunks": [[at, read, size, mark], ...], "ending": {"kind", "at", "read",
  "trailers", "note"}}`; header bytes are Latin-1.
"""

from typing import Any, Final

from cassettes.file.codec import MAX_INDEX, MAX_INT
from cassettes.interchange.har.nodes import Node, Wrong
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Mark, Request, ResponseHead
from cassettes.printable import brief

KEY: Final = "_chunktape"


def own_fields(one: Interaction) -> dict[str, Any]:
    """The value of `_chunktape` for an interaction with a head."""
    assert one.head is not None
    ending = one.ending
    chunks = zip(one.chunks.times, one.chunks.reads, one.chunks.sizes, one.chunks.marks, strict=True)
    return {
        "at": one.head.at,
        "version": one.head.version,
        "chunks": [list(row) for row in chunks],
        "ending": {
            "kind": ending.kind.value,
            "at": ending.at,
            "read": ending.read,
            "trailers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in ending.trailers],
            "note": ending.note,
        },
    }


def own_interaction(
    entry: Node, number: int, asked: Request, status: int, headers: Headers, reason: bytes, body: bytes
) -> Interaction | None:
    """The interaction as it was exported, or None where the text was edited since. Raises Wrong."""
    if not entry.has(KEY):
        return None
    node = entry.node(KEY)
    rows = node.value.get("chunks")
    if not isinstance(rows, list):
        raise node.wrong("chunks")
    for row in rows:
        if not isinstance(row, list) or len(row) != 4 or not all(_whole(part) for part in row):
            raise Wrong(f"{node.place}.chunks: {brief(row)}")
    if sum(size for _, _, size, _ in rows) != len(body):
        return None
    chunks, start = [], 0
    for at, read, size, mark in rows:
        if mark not in set(Mark) or read > MAX_INDEX:
            raise Wrong(f"{node.place}.chunks: {brief([at, read, size, mark])}")
        chunks.append(Chunk(at, read, body[start : start + size], Mark(mark)))
        start += size
    ended = node.node("ending")
    try:
        kind = EndKind(ended.text("kind"))
    except ValueError:
        raise ended.wrong("kind") from None
    head = ResponseHead(_int(node, "at"), status, reason, headers, node.text("version", "1.1"))
    ending = Ending(kind, _int(ended, "at"), _int(ended, "read", -1), _trailers(ended), ended.text("note", ""))
    return Interaction(number, asked, head, Chunks.of(chunks), ending)


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_INT


def _int(node: Node, key: str, least: int = 0) -> int:
    value = node.value.get(key)
    if type(value) is not int or not least <= value <= MAX_INT:
        raise node.wrong(key)
    return value


def _trailers(ended: Node) -> Headers:
    pairs = ended.value.get("trailers") or []
    if not isinstance(pairs, list):
        raise ended.wrong("trailers")
    found = []
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            raise ended.wrong("trailers")
        found.append((pair[0].encode("latin-1", "replace"), pair[1].encode("latin-1", "replace")))
    return tuple(found)
