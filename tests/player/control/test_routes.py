import asyncio
import json
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount, Route

from cassettes.redaction.redact import Redaction
from player.app import PlayerApp
from player.control import routes as control
from player.journal import journal
from player.library.library import Library
from player.matching.difference import Difference
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Settled
from player.spec.spec import plan_id
from player.splits import Split
from tests.support.asgi import ask
from tests.support.recordings import END, cassette, interaction


def test_health_journal_and_reset() -> None:
    one, two = interaction([(0, 0, b"1", END)]), interaction([(0, 0, b"2", END)])
    app = PlayerApp(Library([cassette(one, two)]), Settings(version="9.9"))

    async def main() -> None:
        async def get(target: str, method: str = "GET") -> Any:
            answer = await ask(app, target, method)
            return answer.json()

        assert await get("/@chunktape/health") == {
            "ok": True,
            "version": "9.9",
            "session_seed": "0",
            "cassettes": 1,
            "interactions": 2,
            "active": 0,
        }
        assert (await ask(app, "/a?x=1")).body == b"1"
        await ask(app, "/nothing")
        journal = await get("/@chunktape/journal")
        assert [entry["answer"] for entry in journal["entries"]] == ["replay", "miss"]
        assert journal["entries"][0]["differs"] == [{"in": "query", "name": "x", "recorded": None, "asked": "1"}]
        assert journal["counts"]["requests"] == 2

        assert await get("/@chunktape/reset?client=someone", "POST") == {"ok": True}
        assert (await ask(app, "/a")).body == b"2"
        assert await get("/@chunktape/journal", "DELETE") == {"ok": True}
        assert (await get("/@chunktape/journal"))["entries"] == []
        assert (await ask(app, "/a")).body == b"1"

    asyncio.run(main())


def test_a_long_journal_is_not_indented() -> None:
    """json has no C code for indenting."""
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"1", END)]))]))

    async def main() -> tuple[bytes, bytes]:
        await ask(app, "/a")
        return (await ask(app, "/@chunktape/journal")).body, (await ask(app, "/@chunktape/health")).body

    journal, health = asyncio.run(main())
    assert journal.count(b"\n") == 1
    assert health.count(b"\n") > 1


def test_an_unknown_endpoint_names_the_known_ones_and_a_literal_at_sign_is_none() -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"me", END)], target=b"/@chunktape/x"))]))
    unknown = asyncio.run(ask(app, "/@chunktape/nothing"))
    literal = asyncio.run(ask(app, "/@@chunktape/x"))
    other = asyncio.run(ask(app, "/@chunktape/metrics", "POST"))

    assert unknown.status == other.status == 404
    assert "no control endpoint POST /@chunktape/metrics." in other.json()["error"]["message"], "GET there is one"
    assert "GET /@chunktape/health" in unknown.json()["error"]["endpoints"]
    assert literal.body == b"me"


class Rounds:
    """Counts the rounds of the loop; `most` is the most work that was noted in one of them."""

    def __init__(self) -> None:
        self.count = self.most = self._work = 0
        self._handle: asyncio.Handle | None = None

    def work(self) -> None:
        self._work += 1
        self.most = max(self.most, self._work)

    def begin(self) -> None:
        self.count, self._work = self.count + 1, 0
        self._handle = asyncio.get_running_loop().call_soon(self.begin)

    def end(self) -> None:
        assert self._handle is not None
        self._handle.cancel()


@pytest.mark.portable
def test_a_long_journal_is_told_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that are under way are stepped in between: telling all of it takes 20 ms and more."""
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"1", END)]))]))
    book = app.player.journal
    rounds, real = Rounds(), journal.difference_json

    def telling(difference: Difference, masks: Redaction) -> dict[str, object]:
        rounds.work()
        return real(difference, masks)

    monkeypatch.setattr(journal, "difference_json", telling)
    differs = tuple(Difference(("body", f"/messages/{n}"), None, ("string", "x")) for n in range(40))
    for number in range(1000):
        entry = book.begin(0, "c", "GET", "/a")
        entry.differs = differs if number % 100 == 0 else ()
        book.end(entry)

    async def main() -> Any:
        rounds.begin()
        answer = await ask(app, "/@chunktape/journal")
        rounds.end()
        assert answer.headers[b"content-length"] == b"%d" % len(answer.body)
        return answer.json()

    told = asyncio.run(main())
    assert [entry["number"] for entry in told["entries"]] == list(range(1, 1001))
    assert [len(entry["differs"]) for entry in told["entries"][::100]] == [40] * 10
    assert 0 < rounds.most <= control.TOLD_AT_ONCE
    assert rounds.count >= (1000 + 400) // control.TOLD_AT_ONCE


def test_the_journal_is_bounded_by_bytes_and_counts_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BYTES", 20_000)
    book = journal.Journal(0)
    waiting = book.begin(0, "", "GET", "/first")
    for number in range(50):
        entry = book.begin(0, "", "GET", f"/{number}?" + "x" * 900)
        entry.note, entry.differing = "n" * 10_000, 700
        book.end(entry)
    assert [len(one.note) for one in book.entries] == [journal.NOTE] * 4
    assert [one.number for one in book.entries] == [48, 49, 50, 51]
    assert json.loads("[" + "".join(book.told()) + "]")[0]["differing"] == 700

    book.end(waiting)  # it is kept no more, and still counts
    assert book.counts["requests"] == 51
    assert book.active == 0
    book.reset()
    for number in range(3):
        book.end(book.begin(0, "", "GET", f"/{number}?" + "x" * 6000))
    assert [one.number for one in book.entries] == [1, 2, 3]


def test_the_journal_keeps_a_long_plan_by_its_id() -> None:
    book = journal.Journal(0)
    entry = book.begin(0, "", "GET", "/a")
    spec = "explicit,cuts=" + ":".join(map(str, range(1, 2000)))
    entry.choice = Settled(
        parse_scenario(f"id={plan_id(spec)}", Scenario(), {plan_id(spec): spec}), spec, id=plan_id(spec)
    )
    book.end(entry)

    assert entry.choice.play.split == Split("explicit")
    assert entry.as_json()["plan"] == entry.choice.spec == f"id={plan_id(spec)}"


@pytest.mark.portable
@pytest.mark.parametrize("target", ["/@chunktape/coverage", "/@chunktape/coverage?format=text"])
def test_the_coverage_of_many_recordings_is_told_one_at_a_time(target: str) -> None:
    many = [interaction([(0, 0, b"data: 1\n\n", END)], target=b"/%d" % number) for number in range(30)]
    app, rounds = PlayerApp(Library([cassette(*many)])), Rounds()

    async def main() -> bytes:
        for number in range(30):
            await ask(app, f"/@bytes,n=1+gap,ms=0/{number}")
        rounds.begin()
        answer = await ask(app, target)
        rounds.end()
        return answer.body

    told = asyncio.run(main())
    assert len(re.findall(rb'"interaction": \d|#\d', told)) == 30
    assert rounds.count >= 2 * 30


def test_no_part_of_the_journal_is_long_however_much_differed() -> None:
    """Of 14,000 places all were put into one text at once, 30 ms."""
    book = journal.Journal(0)
    for _ in range(2):
        entry = book.begin(0, "", "POST", '/a?"differs": []}')
        entry.differs = tuple(Difference(("body", f"/{number}"), None, "1") for number in range(1000))
    parts = list(book.told())

    assert max(map(len, parts)) < 1000
    told = json.loads("[" + "".join(parts) + "]")
    assert [len(one["differs"]) for one in told] == [1000, 1000]
    assert told[0]["target"] == '/a?"differs": []}'


def test_a_player_in_another_application_knows_its_own_endpoints() -> None:
    outer = Starlette(routes=[Route("/other", lambda _: Response()), Mount("/", app=PlayerApp(Library([])))])
    answer = asyncio.run(ask(outer, "/@chunktape/nothing"))
    assert answer.status == 404
    assert "GET|POST|DELETE /@chunktape/settings" in answer.json()["error"]["endpoints"]
    assert not any("other" in one or ":" in one for one in answer.json()["error"]["endpoints"])
