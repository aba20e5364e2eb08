"""`GET /@chunktape/journal/<number>`: one request on one time axis (docs/control.md, `player.journal.lanes`). Rules

- The answer is made in the background thread, since finding the classes of a large body takes long.
- The body that was played is made again from the recording; the recording is found by its content, so that a file that
  was replaced shows nothing wrong.
"""

import json
from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from cassettes.errors import SpecError
from cassettes.messages import say
from network.work import Cost
from player.control.endpoints import number_in, refused
from player.journal import lanes
from player.journal.entry import Entry
from player.library.recordings import Recording
from player.library.stand_in import stand_in
from player.player import Player
from player.spec.perform import performed
from player.splits import Body, Split
from player.web import answers

#: pieces of a lane in an answer: the default, and the most that `?limit=` allows
PIECES: Final = 2000
MOST: Final = 4000


async def answer(player: Player, request: Request) -> Response:
    """The whole answer."""
    text = str(request.path_params["number"])
    entry = player.journal.find(number_in(text) or 0)
    if entry is None:
        message = say(
            "Request {number} is not in the journal: it has the last 1,000 since the last reset.", number=text[:40]
        )
        return refused(player, request, 404, "no-request", message)
    wanted = number_in(request.query_params.get("limit", ""))
    most = min(wanted, MOST) if wanted is not None else PIECES
    source = await source_of(player, entry)
    body = len(source.interaction.body) if source is not None else 0
    told = await player.background.run(lambda: _told(player, entry, source, most), Cost(body + 1, most))
    return await answers.long([told], answers.cors(request), at_once=1, media_type="application/json")


async def source_of(player: Player, entry: Entry) -> Recording | None:
    """The recording that it was played from, if it is still served."""
    if entry.source is not None or entry.recording is None:
        return entry.source
    for one in player.library.recordings:
        if one.place == entry.recording:
            if not one.named:
                await player.plans.bodies.prepare(one, cuts=False)
            if one.content == entry.content:
                return one
    return None


def _told(player: Player, entry: Entry, source: Recording | None, most: int) -> str:
    recorded = Body.of(source.interaction) if source is not None else Body(b"")
    body = _played(entry, source, recorded) if source is not None else recorded
    made = {
        "recorded": lanes.recorded(source.interaction, recorded) if source is not None else None,
        "sent": lanes.sent(entry, body) if source is not None else None,
        "observed": lanes.observed(entry, body) if source is not None else None,
    }
    told = player.journal.entry_json(entry)
    content = {
        "entry": told,
        "same_body": source is not None and body.data == recorded.data,
        "left": lanes.left(entry),
        "faults": told["faults"],
        **player.settings.place,
    }
    parts = [json.dumps(content, ensure_ascii=False)[:-1]]
    for name, lane in made.items():
        parts.append(f', "{name}": ' + json.dumps(lane.as_json(most) if lane is not None else None, ensure_ascii=False))
    return "".join(parts) + "}\n"


def _played(entry: Entry, source: Recording, recorded: Body) -> Body:
    """The body that was played, with the recording's headers."""
    play = entry.choice.play
    source = stand_in(source, lambda _: True)
    if not (play.rewrites or play.faults):
        return recorded if not source.own else Body.of(source.interaction)
    try:
        made = performed(source.interaction, replace(play, split=Split()))
    except SpecError:  # pragma: no cover - it was played
        return recorded
    return replace(recorded, data=made.body) if made.body != recorded.data else recorded
