"""`chunktape show --json`: a cassette as plain values. Rules

- Keys and codes are the same in every language and stand in docs/format.md, section "show --json".
- Everything that the file holds is in it. Times are integers of ns.
- Header names and values, reasons and targets are text with one character per byte (latin-1), so that they come back
  exactly; a body is UTF-8 text if it is that, else base64.
"""

import base64
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cassettes.model import Cassette, Headers, Interaction, Mark

Json = dict[str, Any]


def cassette_json(cassette: Cassette, interactions: Sequence[Interaction]) -> Json:
    """The cassette, with only these of its interactions."""
    damage = cassette.damage
    return {
        "format": cassette.version,
        "state": cassette.state,
        "closed": cassette.closed,
        "size": cassette.size,
        "damage": damage and {"offset": damage.offset, "dropped": damage.dropped, "corrupt": damage.corrupt},
        "sessions": [asdict(header) for header in cassette.headers],
        "interactions": [interaction_json(one) for one in interactions],
    }


def interaction_json(one: Interaction) -> Json:
    """One interaction with its chunks; a chunk's bytes are `body[offset : offset + size]`."""
    request, head, ending = one.request, one.head, one.ending
    return {
        "number": one.number,
        "request": {
            "at_ns": request.at,
            "method": request.method,
            "target": request.target.decode("latin-1"),
            "version": request.version,
            "headers": _headers(request.headers),
            "body": _body(request.body),
        },
        "response": head
        and {
            "at_ns": head.at,
            "version": head.version,
            "status": head.status,
            "reason": head.reason.decode("latin-1"),
            "headers": _headers(head.headers),
        },
        "framing": one.framing,
        "body": _body(one.body),
        "chunks": _chunks(one),
        "transfer_chunks": one.transfer_chunks(),
        "ending": {
            "kind": str(ending.kind),
            "at_ns": ending.at,
            "read": ending.read,
            "trailers": _headers(ending.trailers),
            "note": ending.note,
        },
    }


def _chunks(one: Interaction) -> list[Json]:
    out, offset = [], 0
    before = one.head.at if one.head is not None else 0
    columns = one.chunks
    for at, read, size, mark in zip(columns.times, columns.reads, columns.sizes, columns.marks, strict=True):
        row = {"at_ns": at, "gap_ns": at - before, "read": read, "offset": offset, "size": size}
        out.append({**row, "mark": Mark(mark).name.lower()})
        offset += size
        before = at
    return out


def _headers(headers: Headers) -> list[list[str]]:
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in headers]


def _body(data: bytes) -> Json:
    try:
        return {"encoding": "utf-8", "size": len(data), "data": data.decode()}
    except UnicodeDecodeError:
        return {"encoding": "base64", "size": len(data), "data": base64.b64encode(data).decode()}
