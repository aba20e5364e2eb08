"""The targeted family: which classes each profile aims at, turn by turn. How a turn cuts is in `turns.py`."""

from bisect import bisect_left
from itertools import pairwise

from player.splits.plan import joined
from player.splits.profile import Arguments, Body, Draw, Flag, Kind, Plan, Profile
from player.splits.profiles.turns import aimed, cut_at

_UTF8 = (
    ("utf8-2b/1", "utf8-3b/1", "utf8-4b/1", "bom/1", "feff-at-chunk-start"),
    ("utf8-2b/1", "utf8-3b/2", "utf8-4b/2", "bom/2", "ls-ps-nel"),
    ("utf8-2b/1", "utf8-3b/1", "utf8-4b/3", "bom|rest"),
    ("utf8-2b/1", "utf8-3b/1", "utf8-3b/2", "utf8-4b/1", "utf8-4b/2", "utf8-4b/3", "utf8-multi"),
)
#: classes of `_UTF8` that lie between characters, so that their place can be one between events
_AT_EVENTS = ("feff-at-chunk-start", "bom|rest", "ls-ps-nel")
_FIELDS = (
    ("inside-name",),
    ("name|colon",),
    ("colon|space", "colon|value"),
    ("space|value",),
    ("value:event", "value:id", "value:retry"),
)
_JSON = (
    ("esc:|n", 'esc:|"', "esc:|\\", "esc:\\uXXXX", "surrogate-escape"),
    ("structural", "before-close-quote", "before-close-brace", "key"),
    ("inside-string", "inside-number", "inside-literal"),
)
_COMMENTS = (("comment:before", "comment:after"), ("comment:inside",))


def utf8(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Turn 4, all characters at once, leaves out the cut between two events that are both cut inside a character.

    Then no piece there ends on a whole character, and a client that holds all bytes until one does shows nothing. Still
    no piece ends more than one event.
    """
    plan = cut_at(_UTF8, source, arguments, draw)
    if not arguments.number("all") and draw.turn(len(_UTF8)) < len(_UTF8) - 1:
        return plan
    inside = [cut for cut in plan.cuts if source.data[cut] & 0xC0 == 0x80]
    edges = (0, *source.events, len(source.data))
    cut_in = [bisect_left(inside, start) < bisect_left(inside, end) for start, end in pairwise(edges)]
    between = {edge for edge, here, behind in zip(source.events, cut_in, cut_in[1:], strict=False) if here and behind}
    between.difference_update(inside, *map(source.boundaries.positions, _AT_EVENTS))
    return Plan(tuple(cut for cut in plan.cuts if cut not in between))


def fields(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    plan = cut_at(_FIELDS, source, arguments, draw)
    if not arguments.number("json"):
        return plan
    return Plan(joined(len(source.data), plan.cuts, cut_at(_JSON, source, arguments, draw).cuts))


def comments(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Comments alone, cut inside, or glued to the events around them: turn 3 takes the cuts away."""
    if arguments.number("all") or draw.turn(3) < 2:
        return cut_at(_COMMENTS if arguments.number("all") else (*_COMMENTS, ()), source, arguments, draw)
    glued = {edge for frame in source.boundaries.frames if frame.kind == "comment" for edge in (frame.start, frame.end)}
    return Plan(tuple(cut for cut in source.events if cut not in glued))


def _targets(*turns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(class_id for turn in turns for class_id in turn))


_ALL: dict[str, Kind] = {"all": Flag()}

PROFILES = (
    Profile(
        "utf8",
        utf8,
        "targeted",
        _ALL,
        seeded=True,
        targets=_targets(*_UTF8),
        rotation=len(_UTF8),
        about=(
            "Cuts inside every multi-byte character, after 1, 2 or 3 bytes by turn, then at all of them at "
            "once, so that no piece ends on a whole one."
        ),
        finds=(
            "A new `TextDecoder` per chunk, `decodeURIComponent(escape())`, "
            "a carry that is overwritten, text that is held."
        ),
        shown="all=1",
    ),
    aimed(
        "lines",
        ("between-fields", "multi-data", "between-newlines"),
        ("line:CR|LF", "event-end:CR|LF", "record:CR|LF", "cr-only"),
        ("line:before-EOL", "record|LF", "empty-data", "leading-newline"),
        about="One line per piece; then inside CR LF; then before the line end.",
        finds="Tests on `endsWith`, `split` per chunk, CRLF normalised per chunk, event names that are forgotten.",
        shown="all=1",
    ),
    Profile(
        "fields",
        fields,
        "targeted",
        {"all": Flag(), "json": Flag()},
        seeded=True,
        targets=_targets(*_FIELDS),
        rotation=len(_FIELDS),
        about=(
            "Cuts in field syntax: inside `data`, before and behind the colon, "
            "before the value; `json=1` adds those of `json`."
        ),
        finds="`startsWith('data: ')` or `slice(6)` on half a prefix.",
        shown="all=1",
    ),
    aimed(
        "json",
        *_JSON,
        about="Cuts in JSON payload: escapes first, then structure, then inside strings, numbers and literals.",
        finds="`JSON.parse` per chunk with swallowed errors, brace counting, hand-made scanners.",
        shown="all=1",
    ),
    aimed(
        "sentinel",
        ("done:inside",),
        ("done:before",),
        ("done:before-EOL",),
        ("done:between-newlines",),
        ("usage|done",),
        about="Cuts in and around the last `[DONE]`, one place per seed.",
        finds="Equality tests on a chunk.",
        shown="all=1",
    ),
    Profile(
        "comments",
        comments,
        "targeted",
        _ALL,
        seeded=True,
        targets=_targets(*_COMMENTS),
        rotation=3,
        about="Comments alone in a piece, cut inside, or glued to the events around them; nothing is inserted.",
        finds="Comments given to `JSON.parse`, loops that a comment ends.",
        shown="all=1",
    ),
    aimed(
        "lookalike",
        ("lookalike:field",),
        ("lookalike:done",),
        ("lookalike:complete",),
        ("lookalike:brace",),
        ("lookalike:blank",),
        about=(
            "Pieces that begin with payload that looks like a field, "
            "end in a quoted `[DONE]`, or are JSON by themselves."
        ),
        finds='"Does this chunk look like a new event?" One shipped library breaks here and nowhere else.',
        shown="all=1",
    ),
)
