"""One entry of a HAR: whether it can be played, and its interaction. The rules stand in `read`."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from cassettes.errors import CassetteError
from cassettes.headers import value_is_legal
from cassettes.interchange.build import Response, interaction, request
from cassettes.interchange.har.bodies import Body, headers_of, request_body, response_body
from cassettes.interchange.har.nodes import MOST_DIGITS, Node, decimal
from cassettes.interchange.har.own import own_interaction
from cassettes.interchange.har.times import Source, times_of
from cassettes.messages import sentence
from cassettes.model import EndKind, Interaction, Request

#: why an entry is left out
WEBSOCKET: Final = sentence("WebSocket connections or other upgrades, left out: {count} ({places}).")
SCHEME: Final = sentence(
    "Entries whose URL is neither http nor https, such as data: and blob:, left out: {count} ({places})."
)
TUNNEL: Final = sentence("Tunnels through a proxy (CONNECT), left out: {count} ({places}).")
UNANSWERED: Final = sentence("Entries without a response, cancelled or blocked, left out: {count} ({places}).")
BODILESS: Final = sentence(
    "Entries whose response body was not saved, left out: {count} ({places}). Export with content to have them."
)

#: the keys under which browsers say that a response failed, and why
_FAILED: Final = ("_error", "_failureText")
_FAILURES: Final = (
    ("ABORT", EndKind.CLIENT_ABORT),
    ("CANCEL", EndKind.CLIENT_ABORT),
    ("RESET", EndKind.RESET),
    ("TIMED_OUT", EndKind.TIMEOUT),
)

_SCHEME_OF: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):")


class LeftOut(Exception):
    """The entry can't be played; the argument is a sentence for all such entries, with `count` and `places`."""


@dataclass(frozen=True, slots=True)
class Found:
    """The interaction of an entry, and which parts differ from the wire. `body`: `made` is written again from events,
    `lossy` lacks characters. `asked`: `made` is written again from params, `lost` is not in the file.
    """

    interaction: Interaction
    body: Literal["real", "made", "lossy"]
    asked: Literal["real", "made", "lost"]
    times: Source


def interaction_of(entry: Node, name: str, number: int) -> Found:
    """The interaction of an entry, and which parts are real. Raises LeftOut, and Wrong for what HAR 1.2 forbids."""
    asked, got = entry.node("request"), entry.node("response")
    _check_playable(entry, asked, got)
    status, headers, messages = _status(got), headers_of(got), entry.nodes("_eventSourceMessages")
    content = got.node("content")
    from_events = bool(messages) and not content.text("text", "")
    if from_events:
        body = Body(b"".join(map(_event, messages)))
    elif content.has("text") or _may_be_empty(asked, got, status):
        body = response_body(got, headers)
    else:
        raise LeftOut(BODILESS)
    sent, sent_body = _request(asked, name)
    times: Source = "events"
    one = own_interaction(entry, number, sent, status, headers, _reason(got), body.data)
    if one is None:
        arrivals, times = times_of(entry, messages, body.data)
        response = Response(status, _reason(got), headers, body.data, body.decoded)
        one = _ended(interaction(number, sent, response, arrivals), entry, got)
    return Found(one, "made" if from_events else "real" if body.exact else "lossy", sent_body, times)


def _ended(one: Interaction, entry: Node, got: Node) -> Interaction:
    """The interaction with the ending that the file states: `_error` of Chrome, `_failureText` of Playwright."""
    said = next((str(side.value[key]) for side in (got, entry) for key in _FAILED if side.has(key)), "")
    if not said:
        return one
    kind = next((kind for word, kind in _FAILURES if word in said.upper()), EndKind.TRUNCATED)
    note = said.encode("utf-8", "replace").decode()[:200]
    return replace(one, ending=replace(one.ending, kind=kind, read=-1, note=note))


def _check_playable(entry: Node, asked: Node, got: Node) -> None:
    """Raise LeftOut unless the entry is an answered request over HTTP."""
    url = asked.text("url")
    if not url.strip():
        raise asked.wrong("url")
    found = _SCHEME_OF.match(url)
    scheme = found[1].lower() if found else ""
    kind = entry.value.get("_resourceType")
    if scheme in ("ws", "wss") or kind == "websocket" or entry.has("_webSocketMessages"):
        raise LeftOut(WEBSOCKET)
    if asked.text("method").upper() == "CONNECT":
        raise LeftOut(TUNNEL)
    if scheme not in ("http", "https", ""):
        raise LeftOut(SCHEME)
    status = _status(got)
    if status < 200:
        raise LeftOut(WEBSOCKET if status == 101 else UNANSWERED)


def _status(got: Node) -> int:
    """The status, or 0 where there is none: browsers write 0 and -1. Raises Wrong for an invalid one."""
    if not got.has("status"):
        return 0
    text = got.text("status").strip() or "0"
    found = decimal(text) if len(text) < MOST_DIGITS else None
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
    return reason if value_is_legal(reason) else b""


def _request(asked: Node, name: str) -> tuple[Request, Literal["real", "made", "lost"]]:
    """The request, and where its body comes from. Raises Wrong."""
    headers = headers_of(asked)
    body = request_body(asked, headers)
    try:
        made = request(
            asked.text("method"), asked.text("url").strip(), headers, body.data if body is not None else b"", name
        )
    except CassetteError:
        raise asked.wrong("url" if asked.text("method").isalpha() else "method") from None
    return made, "lost" if body is None else "real" if body.exact else "made"


def _event(message: Node) -> bytes:
    """A message written as an event (WHATWG HTML 9.2.6)."""
    lines = [f"id: {message.text('eventId')}"] if message.text("eventId", "") else []
    name = message.text("eventName", "") or "message"
    lines += [f"event: {name}"] if name != "message" else []
    lines += [f"data: {line}" for line in message.text("data", "").split("\n")]
    return "\n".join([*lines, "", ""]).encode("utf-8", "replace")
