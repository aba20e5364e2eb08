import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cassettes.model import Request
from network.work import MATCHING
from player.library.library import Library
from player.matching import index as matching
from player.matching.difference import differing
from player.matching.index import Candidate, Index, Match
from player.matching.subject import Subject, subject
from player.plans import finder as finding
from player.plans.background import Background
from player.plans.finder import Finder
from tests.support.recordings import END, cassette, interaction, posted


@pytest.fixture
def background() -> Iterator[Background]:
    threads = Background()
    yield threads
    threads.close()


def subject_of(number: int, places: int = MATCHING.places // 8) -> Subject:
    return Subject("POST", b"/c", {("body", f"/{place}"): ("number", number) for place in range(places)})


def test_a_request_is_compared_with_many_recordings_in_another_thread_and_once(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand chats of one path take 60 ms to compare."""
    library = Library([cassette(interaction([(0, 0, b"data: a\n\n", END)]))])
    finder = Finder(library, background)
    library.served = replace(library.served, index=Index([Candidate(at, subject_of(at)) for at in range(9)]))
    threads = []

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        return differing(*arguments)

    monkeypatch.setattr(matching, "differing", noted)

    async def main() -> None:
        for _ in range(2):
            match = await finder.match(subject_of(-1), "default")
            assert match is not None
            assert match.group == tuple(range(9))
        assert await finder.match(subject_of(4), "default") == Match((4,))
        assert await finder.match(subject_of(-1), "strict") is None
        assert len(await finder.nearest(subject_of(-1))) == 3
        assert not any(threads)
        assert len(threads) == 9 + 9 + 3
        assert await finder.match(subject_of(-1, places=1), "default") is not None

    asyncio.run(main())
    assert threads[21:] == [True] * 9


def test_what_was_recorded_while_a_request_was_compared_is_not_forgotten(background: Background) -> None:
    library = Library([cassette(interaction([(0, 0, b"data: a\n\n", END)]))])
    finder = Finder(library, background)
    index = Index([Candidate(number, subject_of(number)) for number in range(9)])
    library.served = replace(library.served, index=index)

    async def main() -> None:
        asked = asyncio.ensure_future(finder.match(subject_of(-1), "default"))
        await asyncio.sleep(0)
        index.add(Candidate(9, subject_of(-1)))
        await asked
        assert await finder.match(subject_of(-1), "default") == Match((9,))

    asyncio.run(main())


def test_a_large_request_is_read_and_compared_in_another_thread(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chat of 10 MB takes 400 ms to read, and a long array seconds."""
    small, large = (Request("POST", b"/c", (), json.dumps({"a": "x" * size}).encode()) for size in (9, MATCHING.bytes))
    library = Library([cassette(posted({"a": "y"}, b"ok", target=b"/c"))])
    finder, threads = Finder(library, background), []

    def noted(work: Any) -> Any:
        def called(*arguments: Any) -> Any:
            threads.append(threading.current_thread() is threading.main_thread())
            return work(*arguments)

        return called

    monkeypatch.setattr(finding, "subject", noted(subject))
    monkeypatch.setattr(matching, "differing", noted(differing))

    async def main() -> None:
        for mode in ("default", "default", "strict", "any"):
            for request in (small, large):
                asked = await finder.read(request)
                found = await finder.match(asked, mode)
                assert (found is None) == (mode == "strict")
        assert len(await finder.nearest(await finder.read(large))) == 1

    asyncio.run(main())
    # read and compared, the second time from memory; in other modes only read; the nearest one compared, and counted
    assert threads == [True, True, False, False, *[True, False] * 3, False, False, False]


def test_a_very_large_request_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telling two of them apart takes as long as comparing them with a recording."""
    monkeypatch.setattr(matching, "MOST", 1 << 10)
    index = Index([Candidate(0, subject_of(0))])
    sizes = (1 << 10, (1 << 10) + 1)
    asked = [replace(subject_of(number), size=size) for number, size in enumerate(sizes, start=1)]

    for one in asked:
        assert index.find(one, "default") is not None
    assert [index.look(one, "default")[1] for one in asked] == [True, False]
    assert index.held == asked[0].weight + 8
