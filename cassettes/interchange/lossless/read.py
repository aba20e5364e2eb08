"""Our own YAML and JSON exports, read back without loss: see `cassettes.interchange.lossless.write` for the form. Rules

- The header, all times, read numbers, marks and bytes come back; nothing is redacted a second time.
- Both forms are checked field by field; an error names the place.
"""

import base64
import binascii
from typing import Any, Final

from cassettes.file.codec import MAX_INDEX, MAX_INT
from cassettes.interchange.build import Imported
from cassettes.interchange.safe_yaml import load_yaml
from cassettes.interchange.unfit import unfit
from cassettes.model import (
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Headers,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)
from cassettes.printable import brief

FORM: Final = 1
MARKS: Final = {"more": Mark.NONE, "end": Mark.END, "unparsed": Mark.UNPARSED}


class _Wrong(Exception):
    """A wrong value, with its place: `interactions[2].chunks[5].at`."""


def read(data: bytes, name: str) -> Imported:
    """The cassette that `chunktape export --as yaml|json` wrote. Raises CassetteError."""
    value = load_yaml(data, name)
    if not isinstance(value, dict) or "chunktape" not in value:
        raise unfit(
            "{file} is not an export of chunktape: there is no key `chunktape`. "
            "For VCR files use `chunktape import vcr`.",
            name,
        )
    if value["chunktape"] != FORM:
        found = brief(value["chunktape"])
        raise unfit(
            "{file} is an export of form {found}; this chunktape reads {ours}. Update chunktape.",
            name,
            found=found,
            ours=FORM,
        )
    try:
        root = _Node(value, "")
        header = _header(root.node("header"))
        interactions = tuple(_interaction(one, number) for number, one in enumerate(root.nodes("interactions"), 1))
    except _Wrong as error:
        raise unfit(
            "{file} is not as an export should be: {what}. Correct it there, or export again.", name, what=str(error)
        ) from None
    return Imported(header.origin, interactions, header=header)


class _Node:
    """A mapping of the document, and its place for messages."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise _Wrong(f"{place or 'document'}: {brief(value)}")
        self.value, self.place = value, place

    def get(self, key: str, kind: type, default: object = None) -> Any:
        found = self.value.get(key, default)
        if not isinstance(found, kind) or (kind is int and not _is_int(found, key)):
            raise _Wrong(f"{self.place}.{key}: {brief(found)}".lstrip("."))
        return found

    def node(self, key: str) -> "_Node":
        return _Node(self.get(key, dict), f"{self.place}.{key}".lstrip("."))

    def nodes(self, key: str) -> list["_Node"]:
        place = f"{self.place}.{key}".lstrip(".")
        return [_Node(one, f"{place}[{index}]") for index, one in enumerate(self.get(key, list, []))]

    def bytes(self, key: str) -> bytes:
        return _bytes(self.value.get(key, ""), f"{self.place}.{key}")

    def headers(self, key: str) -> Headers:
        place = f"{self.place}.{key}"
        pairs = []
        for pair in self.get(key, list, []):
            if not isinstance(pair, list) or len(pair) != 2:
                raise _Wrong(f"{place}: {brief(pair)}")
            pairs.append((_bytes(pair[0], place), _bytes(pair[1], place)))
        return tuple(pairs)


def _is_int(value: object, key: str) -> bool:
    """Whether the value is an integer that a cassette can hold under `key`; `read` may be -1."""
    least, most = (-1, MAX_INDEX) if key == "read" else (0, MAX_INT)
    return type(value) is int and least <= value <= most


def _bytes(value: object, place: str) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, dict) and isinstance(value.get("base64"), str):
        try:
            return base64.b64decode(value["base64"], validate=True)
        except (binascii.Error, ValueError):
            pass
    raise _Wrong(f"{place}: {brief(value)}")


def _header(node: _Node) -> Header:
    origin = node.node("origin")
    rules = node.get("redaction", list, [])
    if not all(isinstance(rule, str) for rule in rules):
        raise _Wrong(f"header.redaction: {brief(rules)}")
    return Header(
        node.get("tool", str),
        node.get("started", int),
        Origin(
            origin.get("kind", str),
            origin.get("source", str, ""),
            origin.get("real_bytes", bool),
            origin.get("real_times", bool),
            origin.get("note", str, ""),
        ),
        tuple(rules),
    )


def _interaction(node: _Node, number: int) -> Interaction:
    asked, ended = node.node("request"), node.node("ending")
    request = Request(
        asked.get("method", str),
        asked.bytes("target"),
        asked.headers("headers"),
        asked.bytes("body"),
        asked.get("version", str, "1.1"),
        asked.get("at", int, 0),
    )
    head = _head(node.node("head")) if node.value.get("head") is not None else None
    chunks = Chunks.of([_chunk(one) for one in node.nodes("chunks")])
    try:
        kind = EndKind(ended.get("kind", str))
    except ValueError:
        raise _Wrong(f"{ended.place}.kind: {ended.value['kind'][:40]!r}") from None
    ending = Ending(
        kind, ended.get("at", int, 0), ended.get("read", int, -1), ended.headers("trailers"), ended.get("note", str, "")
    )
    return Interaction(number, request, head, chunks, ending)


def _head(node: _Node) -> ResponseHead:
    return ResponseHead(
        node.get("at", int),
        node.get("status", int),
        node.bytes("reason"),
        node.headers("headers"),
        node.get("version", str, "1.1"),
    )


def _chunk(node: _Node) -> Chunk:
    mark, read = node.get("mark", str, "more"), node.get("read", int)
    if mark not in MARKS or read < 0:
        raise _Wrong(f"{node.place}.mark: {mark[:40]!r}, read: {read}")
    return Chunk(node.get("at", int), read, node.bytes("data"), MARKS[mark])
