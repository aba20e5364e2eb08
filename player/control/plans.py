"""The control endpoints about plans and coverage. Rules

- `GET /@chunktape/plans/<id>` gives a plan whole; `POST /@chunktape/plans` takes one that is too long for a URL or
  header (its text is the body) and gives its id.
- `POST /@chunktape/observed` takes `{"request": 7, "lengths": [...], "times_ms": [...]}`, or `"plan"` (a spec) or
  `"id"` in place of `"request"`: the lengths in bytes of what the client got, in order, and when, if it knows that.
  `GET /@chunktape/coverage` reports as JSON, as text with `?format=text` or `Accept: text/plain`.
- Plans and coverage are this process's own: one of several workers gives its number in every answer. A report that
  names a request goes to the worker that has it.
- A body of more than 4 MiB is 413. `player.web.gate` decides who may ask.
"""

import json
from array import array
from collections.abc import Iterator
from itertools import accumulate, chain, islice
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cassettes.clock import MS
from cassettes.errors import BadRequest
from cassettes.messages import say
from network.work import Cost
from player.control.endpoints import Endpoints, body_of, number_in, refused, told_errors
from player.control.peers import asked, by_worker, owner
from player.journal.entry import Entry
from player.journal.journal import OBSERVED
from player.player import Player
from player.spec.spec import no_plan
from player.web import answers

#: characters of a spec that are written before the loop goes on
PART: Final = 1 << 16
#: a year
LONGEST_MS: Final = 366 * 86_400_000


class PlanEndpoints(Endpoints):
    """The endpoints of one player about plans and coverage."""

    async def plan(self, request: Request) -> Response:
        name = request.path_params["id"]
        spec = self.player.plans.settler.memory.get(name)
        if spec is None:
            return refused(self.player, request, 404, "no-plan", no_plan(name[:40]))
        return await self._whole(request, name, spec)

    async def _whole(self, request: Request, name: str, spec: str) -> Response:
        def parts() -> Iterator[str]:
            yield json.dumps({"id": name, **self.worker, "spec": ""})[: -len('"}')]
            yield from (json.dumps(spec[start : start + PART])[1:-1] for start in range(0, len(spec), PART))
            yield '"}\n'

        return await answers.long(parts(), answers.cors(request), at_once=1, media_type="application/json")

    async def give(self, request: Request) -> Response:
        text = (await body_of(request)).decode("utf-8", "replace").strip()
        name, spec = await self.player.plans.specs.remember(text)
        return await self._whole(request, name, spec)

    async def seen(self, request: Request) -> Response:
        body = await body_of(request)
        name, lengths, times = await self.player.background.run(lambda: _report(body), Cost(len(body)))
        other = owner(self.player, name) if isinstance(name, int) else None
        if other is not None:
            return await asked(self.player, other, request, body)
        plain = _plain(self.player, name)
        if plain is not None:
            cost = Cost(chunks=len(lengths))
            found = await self.player.background.run(lambda: _seen(plain, lengths), cost)
        else:
            found = await self.player.ledger.observed(name, lengths)
        self.player.journal.observed(found["request"], array("q", islice(accumulate(lengths), OBSERVED)), times)
        self.player.journal.feed.note("observed", found)
        return self.told(request, {"ok": True, **found})

    async def coverage(self, request: Request) -> Response:
        from player.journal import coverage_report as observed  # loads the boundary classes, which only splits need

        standings = await self.player.ledger.standings()
        wanted = request.query_params.get("format") or request.headers.get("accept", "")
        if wanted == "text" or wanted.startswith("text/plain"):
            number, of = self.player.settings.worker, self.player.settings.workers
            which = [say("Worker {number} of {of}", number=number, of=of) + "\n"] if self.worker else []
            return await answers.long(chain(which, observed.text(standings)), answers.cors(request), at_once=1)
        return await answers.listed(
            self.worker, "recordings", observed.told(standings), answers.cors(request), at_once=1
        )


def routes(player: Player) -> list[Route]:
    """The routes of these endpoints."""
    own = PlanEndpoints(player)
    return [
        Route("/@chunktape/plans/{id}", own.plan, methods=["GET"]),
        Route("/@chunktape/plans", told_errors(own.give, own.worker), methods=["POST"]),
        Route("/@chunktape/observed", told_errors(own.seen, own.worker), methods=["POST"]),
        Route("/@chunktape/coverage", by_worker(player, own.coverage), methods=["GET"]),
    ]


def _plain(player: Player, name: str | int) -> Entry | None:
    """The request of this number, if it was played without a plan."""
    entry = player.journal.find(name) if isinstance(name, int) else None
    return entry if entry is not None and entry.recording is not None and not entry.choice.spec else None


def _seen(entry: Entry, lengths: list[int]) -> dict[str, int]:
    """The answer to a report about a request without planned cuts. Raises SpecError for more bytes than were sent."""
    from cassettes.boundaries.cuts import observed_cuts  # loads the boundary classes, which only splits need

    cuts = observed_cuts(lengths, entry.progress.bytes)
    return {"request": entry.number, "planned": 0, "observed": 0, "unplanned": len(cuts)}


def _whole(digits: str) -> int:
    """Read one number of the JSON. It is a Python function because C code keeps Python's lock from the loop until it
    returns.
    """
    return int(digits)


def _report(body: bytes) -> "tuple[str | int, list[int], array[int] | None]":
    """(which request, lengths, times in ns). Raises BadRequest that says what is wrong."""
    try:
        value = json.loads(body, parse_int=_whole)
        name = next(value[key] for key in ("request", "id", "plan") if value.get(key) is not None)
        lengths, times = value["lengths"], value.get("times_ms")
    except (ValueError, KeyError, StopIteration, AttributeError, TypeError, RecursionError):
        raise _no_report() from None
    if isinstance(name, str) and (number := number_in(name)) is not None:
        name = number  # a header's value, posted as text
    good = isinstance(lengths, list) and all(type(one) is int for one in lengths)
    if type(name) not in (str, int) or not good:
        raise _no_report()
    if times is None:
        return name, lengths, None
    if not isinstance(times, list) or len(times) != len(lengths) or not all(map(_is_time, times)):
        raise BadRequest(say("`times_ms` has one number of 0 or more for each of `lengths`, in ms."))
    return name, lengths, array("q", (round(one * MS) for one in times))


def _is_time(value: object) -> bool:
    return type(value) in (int, float) and 0 <= value < LONGEST_MS  # type: ignore[operator]


def _no_report() -> BadRequest:
    return BadRequest(say('A report is {"request": N or "plan": SPEC or "id": ID, "lengths": [bytes, ...]} as JSON.'))
