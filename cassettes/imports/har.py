"""HAR 1.2, as browsers, proxies and test tools save it. Rules

- What can't be played is left out and counted, with its kind and its places: WebSocket connections, URLs that go over
  no network, tunnels, entries without a response or without its body, and entries that are not as HAR 1.2 says.
- Bodies are as `cassettes.imports.har_bodies` finds them; decoded ones lose their Content-Encoding. What is no body of
  the wire (written again from events or params, or with characters lost) makes the file's bytes `made`.
- Times are as `cassettes.imports.har_times` finds them.
- A zip is Playwright's: the HAR and its bodies in files, see `cassettes.imports.har_zip`.
- Chunks, times and ending of our own exports stand in `_chunktape`, and come back as they were.
"""

import json
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException
from typing import Any, Final

from cassettes.codec import header_is_legal
from cassettes.errors import CassetteError
from cassettes.imports.build import Imported, Response, interaction, origin, request
from cassettes.imports.har_bodies import Body, headers_of, request_body, response_body
from cassettes.imports.har_own import own_interaction
from cassettes.imports.har_times import times_of
from cassettes.imports.har_zip import HarZip, is_zip
from cassettes.imports.marked import as_utf8
from cassettes.imports.nodes import Node, Wrong
from cassettes.messages import say
from cassettes.model import EndKind, Interaction, Request

#: why an entry is left out: the key of its sentence
_WEBSOCKET: Final = "formats.har_websocket"
_SCHEME: Final = "formats.har_scheme"
_TUNNEL: Final = "formats.har_tunnel"
_UNANSWERED: Final = "formats.har_unanswered"
_BODILESS: Final = "formats.har_bodiless"
_BAD: Final = "formats.har_bad"

#: where browsers say that a response failed, and what they say
_FAILED: Final = ("_error", "_failureText")
_FAILURES: Final = (
    ("ABORT", EndKind.CLIENT_ABORT),
    ("CANCEL", EndKind.CLIENT_ABORT),
    ("RESET", EndKind.RESET),
    ("TIMED_OUT", EndKind.TIMEOUT),
)

_SCHEME_OF: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):")
_MOST_DIGITS: Final = 400
#: places named in a sentence; the count says how many there are
_SHOWN: Final = 3


class _LeftOut(Exception):
    """The entry can't be played; the argument is the key of the sentence that says why."""


@dataclass(slots=True)
class _Tally:
    """What was seen over all entries. `left_out`: the places of the entries by the reason's key."""

    left_out: dict[str, list[str]] = field(default_factory=dict)
    made_bodies: int = 0
    made_requests: int = 0
    lost_requests: int = 0
    lossy: int = 0
    spans: int = 0
    made_times: int = 0

    @property
    def bytes_are_real(self) -> bool:
        return not (self.made_bodies or self.made_requests or self.lossy)

    def note(self) -> str:
        """What is made, for the header; language-neutral."""
        facts = {
            "bodies written again from events": self.made_bodies,
            "request bodies written again from params": self.made_requests,
            "bodies with lost characters": self.lossy,
            "only head and end at their real times": self.spans,
        }
        return "; ".join(f"{what}: {count}" for what, count in facts.items() if count)

    def sentences(self) -> list[str]:
        said = [say(key, count=len(places), places=_listed(places)) for key, places in sorted(self.left_out.items())]
        return said + ([say("formats.har_lost_requests", count=self.lost_requests)] if self.lost_requests else [])


def read(data: bytes, name: str) -> Imported:
    """The interactions of a HAR file. Raises CassetteError where it is none, or nothing of it can be played."""
    tally = _Tally()
    interactions: list[Interaction] = []
    entries = _entries(data, name)
    for index, value in enumerate(entries):
        place = f"log.entries[{index}]"
        try:
            interactions.append(_entry(Node(value, place), name, len(interactions) + 1, tally))
        except _LeftOut as reason:
            tally.left_out.setdefault(str(reason), []).append(place)
        except Wrong as error:
            tally.left_out.setdefault(_BAD, []).append(str(error))
    if not interactions:
        raise CassetteError(_nothing(entries, tally, name), path=name)
    real_times = not (tally.spans or tally.made_times)
    source = origin("har", name, real_bytes=tally.bytes_are_real, real_times=real_times, note=tally.note())
    return Imported(source, tuple(interactions), tuple(tally.sentences()))


def _nothing(entries: list[Any], tally: _Tally, name: str) -> str:
    if not entries:
        return say("formats.nothing_in", file=name)
    if set(tally.left_out) == {_BODILESS}:
        return say("formats.har_no_bodies", file=name)
    return say("formats.har_nothing", file=name, reasons=" ".join(tally.sentences()))


def _listed(places: list[str]) -> str:
    return ", ".join(places[:_SHOWN]) + (", ..." if len(places) > _SHOWN else "")


def _entries(data: bytes, name: str) -> list[Any]:
    if not is_zip(data):
        return _parsed(data, name)
    try:
        files = HarZip(data)
        entries = _parsed(files.har, name)
        files.put_bodies(entries)
    except Wrong as error:
        raise CassetteError(say("formats.har_json", file=name, what=error), path=name) from None
    return entries


def _parsed(data: bytes, name: str) -> list[Any]:
    text, _ = as_utf8(data)
    try:
        value = json.loads(
            text.removeprefix(b"\xef\xbb\xbf"), parse_float=_decimal, parse_int=_integer, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        place = f"{error.msg}: line {error.lineno} column {error.colno}"
        raise CassetteError(say("formats.har_json", file=name, what=place), path=name) from None
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise CassetteError(say("formats.har_json", file=name, what=what), path=name) from None
    except RecursionError:
        raise CassetteError(say("formats.har_json", file=name, what="nested too deeply"), path=name) from None
    log = value.get("log") if isinstance(value, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise CassetteError(say("formats.not_har", file=name), path=name)
    return entries


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except DecimalException:  # an exponent beyond what a decimal holds
        return None


def _integer(text: str) -> int | None:
    return int(text) if len(text) < _MOST_DIGITS else None


def _no_number(text: str) -> None:
    """Infinity and NaN, which JSON does not have."""


def _entry(entry: Node, name: str, number: int, tally: _Tally) -> Interaction:
    """The interaction of one entry. Raises _LeftOut or Wrong, and has counted nothing then."""
    asked, got = entry.node("request"), entry.node("response")
    _check_playable(entry, asked, got)
    status = _status(got)
    headers = headers_of(got)
    messages = entry.nodes("_eventSourceMessages")
    made_body = False
    if not got.node("content").text("text", "") and messages:
        body, made_body = Body(b"".join(map(_event, messages))), True
    elif not got.node("content").has("text") and not _may_be_empty(asked, got, status):
        raise _LeftOut(_BODILESS)
    else:
        body = response_body(got, headers)
    sent, request_made = _request(asked, name)
    own = own_interaction(entry, number, sent, status, headers, _reason(got), body.data)
    if own is None:
        times, source = times_of(entry, messages, body.data)
        response = Response(status, _reason(got), headers, body.data, body.decoded)
        own = _ended(interaction(number, sent, response, times), entry, got)
        tally.spans += source == "span"
        tally.made_times += source == "cadence"
    tally.made_bodies += made_body
    tally.lossy += not body.exact
    tally.made_requests += request_made is True
    tally.lost_requests += request_made is None
    return own


def _ended(one: Interaction, entry: Node, got: Node) -> Interaction:
    """The interaction with the ending that the file states: `_error` of Chrome, `_failureText` of Playwright."""
    said = next((str(side.value[key]) for side in (got, entry) for key in _FAILED if side.has(key)), "")
    if not said:
        return one
    kind = next((kind for word, kind in _FAILURES if word in said.upper()), EndKind.TRUNCATED)
    note = said.encode("utf-8", "replace").decode()[:200]
    return replace(one, ending=replace(one.ending, kind=kind, read=-1, note=note))


def _check_playable(entry: Node, asked: Node, got: Node) -> None:
    """Raise _LeftOut for what is no request over HTTP that was answered."""
    url = asked.text("url")
    if not url.strip():
        raise asked.wrong("url")
    found = _SCHEME_OF.match(url)
    scheme = found[1].lower() if found else ""
    kind = entry.value.get("_resourceType")
    if scheme in ("ws", "wss") or kind == "websocket" or entry.has("_webSocketMessages"):
        raise _LeftOut(_WEBSOCKET)
    if asked.text("method").upper() == "CONNECT":
        raise _LeftOut(_TUNNEL)
    if scheme not in ("http", "https", ""):
        raise _LeftOut(_SCHEME)
    status = _status(got)
    if status < 200:
        raise _LeftOut(_WEBSOCKET if status == 101 else _UNANSWERED)


def _status(got: Node) -> int:
    """The status, or 0 where there is none: browsers write 0 and -1. Raises Wrong for what is no status."""
    if not got.has("status"):
        return 0
    text = got.text("status").strip() or "0"
    found = _decimal(text) if len(text) < _MOST_DIGITS else None
    if found is None or not found.is_finite() or found > 999 or found != found.to_integral_value():
        raise got.wrong("status")
    return max(0, int(found)) if found > -1000 else 0


def _may_be_empty(asked: Node, got: Node, status: int) -> bool:
    """Whether a response without `content.text` may have been one without a body."""
    if asked.text("method").upper() == "HEAD" or status in (204, 205, 304):
        return True
    sizes = (got.node("content").number("size"), got.number("bodySize"))
    redirect = 300 <= status < 400 and not (sizes[0] or 0) > 0
    return redirect or (0 in sizes and not any(size is not None and size > 0 for size in sizes))


def _reason(got: Node) -> bytes:
    reason = got.text("statusText", "").strip().encode("latin-1", "replace")
    return reason if header_is_legal(b"x", reason) else b""


def _request(asked: Node, name: str) -> tuple[Request, bool | None]:
    """The request, and whether its body is made; None: the file has lost it. Raises Wrong."""
    headers = headers_of(asked)
    body = request_body(asked, headers)
    try:
        made = request(
            asked.text("method"), asked.text("url").strip(), headers, body.data if body is not None else b"", name
        )
    except CassetteError:
        raise asked.wrong("url" if asked.text("method").isalpha() else "method") from None
    return made, None if body is None else not body.exact


def _event(message: Node) -> bytes:
    """The event that a message was (WHATWG HTML 9.2.6)."""
    lines = [f"id: {message.text('eventId')}"] if message.text("eventId", "") else []
    name = message.text("eventName", "") or "message"
    lines += [f"event: {name}"] if name != "message" else []
    lines += [f"data: {line}" for line in message.text("data", "").split("\n")]
    return "\n".join([*lines, "", ""]).encode("utf-8", "replace")
