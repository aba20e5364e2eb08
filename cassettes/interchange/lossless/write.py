"""A cassette as YAML or JSON, for people to read and programs to change; `read` reads it back. Rules

- Everything that is in the file is in the text: times in ns, read numbers, marks, bytes, the header.
- Bytes are text where they are UTF-8 of printable characters and line ends, else `{"base64": ...}`.
- A cassette of several sessions is written as one: the first session's time, all redaction rules, and an origin that
  claims no more than every session does and names them.
"""

import base64
import json
from dataclasses import asdict, replace
from typing import Any, Final

import yaml

from cassettes.interchange.lossless.read import FORM, MARKS
from cassettes.model import Cassette, Header, Headers, Interaction, Origin

_Dumper: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_MARK_NAMES: Final = {int(mark): name for name, mark in MARKS.items()}
#: characters of an origin's note
NOTE: Final = 1000
_PLAIN: Final = frozenset("\n\r\t")


def to_yaml(cassette: Cassette, chosen: tuple[Interaction, ...]) -> str:
    """The interactions as one YAML document."""
    document = _document(cassette, chosen)
    text: str = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**30)
    return text


def to_json(cassette: Cassette, chosen: tuple[Interaction, ...]) -> str:
    """The interactions as one JSON document."""
    return json.dumps(_document(cassette, chosen), ensure_ascii=False, indent=1) + "\n"


def _document(cassette: Cassette, chosen: tuple[Interaction, ...]) -> dict[str, Any]:
    return {
        "chunktape": FORM,
        "header": _header(one_header(cassette.headers)),
        "interactions": [_interaction(one) for one in chosen],
    }


def one_header(headers: tuple[Header, ...]) -> Header:
    """The header for all sessions together; the same one for one session."""
    if len(headers) == 1:
        return headers[0]
    first, origins = headers[0], list(dict.fromkeys(one.origin for one in headers))
    rules = tuple(dict.fromkeys(rule for one in headers for rule in one.redaction))
    if len(origins) == 1:
        return replace(first, redaction=rules)
    kinds = [one.kind for one in origins]
    named = ", ".join(" ".join(filter(None, (one.kind, one.source, one.note))) for one in origins)
    origin = Origin(
        next((kind for kind in ("made", "imported") if kind in kinds), kinds[0]),
        origins[0].source,
        all(one.real_bytes for one in origins),
        all(one.real_times for one in origins),
        f"sessions: {named}"[:NOTE],
    )
    return replace(first, origin=origin, redaction=rules)


def _text(data: bytes) -> str | dict[str, str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if all(character.isprintable() or character in _PLAIN for character in text):
        return text
    return {"base64": base64.b64encode(data).decode()}


def _pairs(headers: Headers) -> list[list[str | dict[str, str]]]:
    return [[_text(name), _text(value)] for name, value in headers]


def _header(header: Header) -> dict[str, Any]:
    return {
        "tool": header.tool,
        "started": header.started,
        "origin": asdict(header.origin),
        "redaction": list(header.redaction),
    }


def _interaction(one: Interaction) -> dict[str, Any]:
    request, head, ending = one.request, one.head, one.ending
    return {
        "number": one.number,
        "request": {
            "at": request.at,
            "method": request.method,
            "target": _text(request.target),
            "version": request.version,
            "headers": _pairs(request.headers),
            "body": _text(request.body),
        },
        "head": None
        if head is None
        else {
            "at": head.at,
            "version": head.version,
            "status": head.status,
            "reason": _text(head.reason),
            "headers": _pairs(head.headers),
        },
        "chunks": [
            {"at": chunk.at, "read": chunk.read, "mark": _MARK_NAMES[chunk.mark], "data": _text(chunk.data)}
            for chunk in one.chunks
        ],
        "ending": {
            "kind": ending.kind.value,
            "at": ending.at,
            "read": ending.read,
            "trailers": _pairs(ending.trailers),
            "note": ending.note,
        },
    }
