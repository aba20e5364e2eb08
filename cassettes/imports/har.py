"""HAR 1.2, as Chrome and Firefox save it. Rules

- Bodies are `content.text`, base64 where `encoding` says so, and always decoded: their Content-Encoding goes.
- Chrome keeps each server-sent event with its arrival in `_eventSourceMessages`: where they are as many as the body's
  events, their times are real. Where the body itself is missing, it is written again from them, and said to be.
- Entries without status or body (cached, cancelled, saved without content) are left out and counted.
- Times are decimals in the file and integers here, never floats.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlencode

from cassettes.clock import MS, SECOND
from cassettes.errors import CassetteError
from cassettes.framing import frames_of
from cassettes.imports.build import Imported, Response, Times, by_cadence, interaction, legal_headers, origin, request
from cassettes.messages import say
from cassettes.model import Headers, Interaction, Request

#: what stands before the request's last byte in an entry's timings; `ssl` is part of `connect`
_BEFORE: Final = ("blocked", "dns", "connect", "send")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Tally:
    """What was seen over all entries."""

    without_body: int = 0
    made_bytes: int = 0
    made_times: int = 0


def read(data: bytes, name: str) -> Imported:
    """The interactions of a HAR file. Raises CassetteError where it is none, or has no bodies."""
    entries = _entries(data, name)
    tally = _Tally()
    interactions: list[Interaction] = []
    for index, entry in enumerate(entries):
        try:
            one = _entry(entry, name, len(interactions) + 1, tally)
        except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation, binascii.Error) as error:
            text = say("formats.har_entry", file=name, number=index, what=f"{type(error).__name__}: {error}"[:80])
            raise CassetteError(text, path=name) from None
        if one is not None:
            interactions.append(one)
    if not interactions:
        key = "formats.har_no_bodies" if tally.without_body else "formats.nothing_in"
        raise CassetteError(say(key, file=name), path=name)
    notes = (say("formats.har_skipped", count=tally.without_body),) if tally.without_body else ()
    note = f"bodies written again from events: {tally.made_bytes}" if tally.made_bytes else ""
    source = origin("har", name, real_bytes=not tally.made_bytes, real_times=not tally.made_times, note=note)
    return Imported(source, tuple(interactions), notes)


def _entries(data: bytes, name: str) -> list[Any]:
    try:
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise CassetteError(say("formats.not_har", file=name), path=name) from None
    log = value.get("log") if isinstance(value, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise CassetteError(say("formats.not_har", file=name), path=name)
    return entries


def _entry(entry: dict[str, Any], name: str, number: int, tally: _Tally) -> Interaction | None:
    asked, got = entry["request"], entry["response"]
    status, content = int(got["status"]), got.get("content") or {}
    messages = entry.get("_eventSourceMessages") or []
    text = content.get("text")
    bodiless = asked["method"] == "HEAD" or status in (204, 304) or (text is None and content.get("size") == 0)
    if status < 100 or (text is None and not messages and not bodiless):
        tally.without_body += 1
        return None
    if not text and messages:
        body = b"".join(map(_event, messages))
        tally.made_bytes += 1
    else:
        body = _bytes(text or "", content.get("encoding"))
    times = _times(entry, messages, body)
    tally.made_times += times is None
    response = Response(
        status, str(got.get("statusText") or "").encode("latin-1", "replace"), _headers(got), body, True
    )
    return interaction(number, _request(asked, name), response, times or by_cadence)


def _bytes(text: str, encoding: object) -> bytes:
    return base64.b64decode(text, validate=False) if encoding == "base64" else text.encode("utf-8", "surrogatepass")


def _headers(side: dict[str, Any]) -> Headers:
    pairs = [(str(one["name"]), str(one["value"])) for one in side.get("headers") or []]
    return legal_headers((name.encode("latin-1", "replace"), value.encode()) for name, value in pairs)


def _request(asked: dict[str, Any], name: str) -> Request:
    data = asked.get("postData") or {}
    text = data.get("text")
    if text is None and data.get("params"):
        text = urlencode([(one["name"], one.get("value", "")) for one in data["params"]])
    return request(
        str(asked["method"]), str(asked["url"]), _headers(asked), _bytes(text or "", data.get("encoding")), name
    )


def _event(message: dict[str, Any]) -> bytes:
    lines = [f"id: {message['eventId']}"] if message.get("eventId") else []
    name = message.get("eventName") or "message"
    lines += [f"event: {name}"] if name != "message" else []
    lines += [f"data: {line}" for line in str(message.get("data", "")).split("\n")]
    return "\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass")


def _times(entry: dict[str, Any], messages: list[dict[str, Any]], body: bytes) -> Times | None:
    """The entry's own times, or None where it does not have them for every event."""
    timings = entry.get("timings") or {}
    spent = {key: max(Decimal(0), Decimal(timings.get(key) or 0)) for key in (*_BEFORE, "wait", "receive")}
    head_at = int(spent["wait"] * MS)
    events = [frame for frame in frames_of(body, "sse") if frame.kind == "event"] if messages else []
    if messages and len(events) == len(messages):
        begun = _epoch_ns(str(entry["startedDateTime"])) + int(sum(spent[key] for key in _BEFORE) * MS)
        at = [int(Decimal(message["time"]) * SECOND) - begun for message in messages]
        at = [max(head_at, value, *at[:index]) for index, value in enumerate(at)]
        return lambda count: (head_at, at) if count == len(at) else _spread(count, head_at, at[-1])
    if not body:
        return lambda count: (head_at, [])
    return None


def _spread(count: int, head_at: int, last: int) -> tuple[int, list[int]]:
    """Comments between the events have no time of their own: all are spread evenly between head and last event."""
    return head_at, [head_at + (last - head_at) * (index + 1) // count for index in range(count)]


def _epoch_ns(text: str) -> int:
    """ISO 8601 as a HAR has it -> ns since 1970 (microseconds exact)."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1_000
