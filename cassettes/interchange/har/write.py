"""HAR 1.2, with each server-sent event's arrival in `_eventSourceMessages` as Chrome writes them. Rules

- `content.text` is the decoded body, as in any HAR; base64 where it is not UTF-8. A body in a Content-Encoding that the
  standard library can't undo is kept encoded, as base64, and the entry's comment says so.
- Where `content.text` is the body as it is stored, `_chunktape` keeps its chunks, times and ending.
- An interaction without a response head is an entry of status 0 with its reason in `_error`.
- `wait` is the head's time, `receive` the rest; times before the request's last byte are -1, not measured.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from cassettes.clock import MS
from cassettes.framing import Frame, dialect_of, frames_of
from cassettes.headers import content_codings, joined, values
from cassettes.interchange.build import INFLATED
from cassettes.interchange.har.bodies import content_of
from cassettes.interchange.har.own import KEY, own_fields
from cassettes.model import Cassette, EndKind, Headers, Interaction

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_BODY: Final = 256 * 1024 * 1024


def to_har(cassette: Cassette, chosen: tuple[Interaction, ...]) -> str:
    """The interactions as a HAR log."""
    header = cassette.headers[0]
    name, _, version = header.tool.partition(" ")
    scheme = header.origin.source.partition("://")[0] if "://" in header.origin.source else "http"
    entries = [_entry(one, header.started, scheme) for one in chosen]
    log = {"version": "1.2", "creator": {"name": name, "version": version or "0"}, "entries": entries}
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def _entry(one: Interaction, started: int, scheme: str) -> dict[str, Any]:
    head = one.head
    begun = started + one.request.at
    wait = head.at if head is not None else one.ending.at
    receive = max(0, one.ending.at - wait)
    entry: dict[str, Any] = {
        "startedDateTime": (_EPOCH + timedelta(microseconds=begun // 1_000)).isoformat(timespec="microseconds"),
        "time": (wait + receive) / MS,
        "request": _request(one, scheme),
        "response": _response(one),
        "cache": {},
        "timings": {
            "blocked": -1,
            "dns": -1,
            "connect": -1,
            "ssl": -1,
            "send": 0,
            "wait": wait / MS,
            "receive": receive / MS,
        },
    }
    body, decoded = _plain(one)
    kind = joined(head.headers, b"content-type") if head is not None else b""
    if decoded and dialect_of(kind, body) == "sse" and body is one.body:
        entry["_eventSourceMessages"] = list(_messages(one, begun))
    if head is not None and body is one.body:
        entry[KEY] = own_fields(one)
    if not decoded:
        entry["comment"] = "content.text is the body in its Content-Encoding"
    if one.ending.kind is not EndKind.COMPLETE:
        entry["_error"] = one.ending.note or one.ending.kind.value
    return entry


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": _name(name), "value": _value(value)} for name, value in headers]


def _name(data: bytes) -> str:
    return data.decode("latin-1")


def _value(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _request(one: Interaction, scheme: str) -> dict[str, Any]:
    asked = one.request
    hosts = values(asked.headers, b"host")
    target = asked.target.decode("latin-1")
    url = target if "://" in target else f"{scheme}://{_value(hosts[0]) if hosts else 'localhost'}{target}"
    kinds = [_value(value) for value in values(asked.headers, b"content-type")]
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    value: dict[str, Any] = {
        "method": asked.method,
        "url": url,
        "httpVersion": f"HTTP/{asked.version}",
        "cookies": [],
        "headers": _headers(asked.headers),
        "queryString": [{"name": name, "value": text} for name, text in query],
        "headersSize": -1,
        "bodySize": len(asked.body),
    }
    if asked.body:
        value["postData"] = {"mimeType": kinds[0] if kinds else "", **content_of(asked.body)}
    return value


def _response(one: Interaction) -> dict[str, Any]:
    head = one.head
    body, _ = _plain(one)
    kinds = [_value(value) for value in head.values(b"content-type")] if head is not None else []
    return {
        "status": head.status if head is not None else 0,
        "statusText": _value(head.reason) if head is not None else "",
        "httpVersion": f"HTTP/{head.version}" if head is not None else "",
        "cookies": [],
        "headers": _headers(head.headers) if head is not None else [],
        "content": {"size": len(body), "mimeType": kinds[0] if kinds else "x-unknown", **content_of(body)},
        "redirectURL": _value(head.values(b"location")[0]) if head is not None and head.values(b"location") else "",
        "headersSize": -1,
        "bodySize": len(one.body),
    }


def _plain(one: Interaction) -> tuple[bytes, bool]:
    """The body without its Content-Encoding, and whether that worked."""
    codings = content_codings(one.head.headers) if one.head is not None else []
    if not codings:
        return one.body, True
    if codings in INFLATED:
        try:
            inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
            plain = inflate.decompress(one.body, _MAX_BODY)
            if not inflate.unconsumed_tail:  # else a bomb, or a body beyond the limit
                return plain, True
        except zlib.error:
            pass
    return one.body, False


def _messages(one: Interaction, begun: int) -> Iterator[dict[str, Any]]:
    """One message per event, with the time when its last byte arrived in seconds since 1970."""
    ends: list[int] = []
    for size in one.chunks.sizes:
        ends.append((ends[-1] if ends else 0) + size)
    index = 0
    for frame in frames_of(one.body, "sse"):
        if frame.kind != "event":
            continue
        while ends[index] < frame.end:
            index += 1
        name, data, event_id = _fields(one.body, frame)
        at = (begun + one.chunks.times[index]) // 1_000
        seconds = at / 1_000_000
        yield {"type": "receive", "time": seconds, "eventName": name, "eventId": event_id, "data": data}


def _fields(body: bytes, frame: Frame) -> tuple[str, str, str]:
    """The event's name, data and id (WHATWG HTML 9.2.6)."""
    name, event_id, data = "message", "", []
    text = body[frame.start : frame.end].decode("utf-8", "replace").removeprefix("\ufeff")
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value or "message"
        elif field == "id":
            event_id = value
    return name, "\n".join(data), event_id
