"""Runs that never come back: which of them are watched, and which have the whole time limit."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chunktape.check.sweep.hangs import Hangs
from chunktape.check.values import Drive, Loaded, Run

Cuts = tuple[int, ...]


class Loops:
    """A client that never comes back from the cuts of `lines`, each with its line; those of `slow` take longer than
    a watch.
    """

    def __init__(self, lines: Mapping[int, str], slow: Mapping[int, str] | None = None) -> None:
        self.lines, self.slow = lines, slow or {}
        self.asked: list[tuple[Cuts, bool]] = []  # the runs, and whether they were watched

    def load(self) -> Loaded:
        return Loaded()

    def body(self, data: bytes, base: Cuts = ()) -> int:
        return 0

    def runs(self, body: int, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        return (self.run(cuts, watched=drive.watched) for cuts in plans)

    def run(self, cuts: Cuts, *, watched: bool) -> Run:
        self.asked.append((cuts, watched))
        stuck = self.lines.get(cuts[0])
        where = (self.slow.get(cuts[0], "") if stuck is None else stuck) if watched else ""
        return Run(cuts, asked=True, lost="hang" if stuck is not None or where else "", where=where)

    def perform(self, op: str, body: int, drive: Drive, asked: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing runs elsewhere."""


def found(client: Loops, *plans: int, drive: Drive = Drive(0)) -> list[tuple[str, str]]:  # noqa: B008 - a value
    hangs = Hangs(client)
    return [(run.lost, run.where) for cut in plans for run in hangs.runs(0, [(cut,)], drive)]


def test_the_first_hang_gets_its_line_and_the_same_one_has_no_long_wait() -> None:
    client = Loops({2: "a.js:7", 4: "a.js:7"})
    assert found(client, 1, 2, 3, 4) == [("", ""), ("hang", "a.js:7"), ("", ""), ("hang", "a.js:7")]
    assert client.asked == [((1,), False), ((2,), False), ((2,), True), ((3,), True), ((4,), True)]


def test_what_is_stuck_elsewhere_has_the_whole_limit() -> None:
    client = Loops({1: "a.js:7", 2: "a.js:9", 4: "a.js:9"}, slow={3: "a.js:8"})
    assert found(client, 1, 2, 3, 4) == [("hang", "a.js:7"), ("hang", "a.js:9"), ("", ""), ("hang", "a.js:9")]
    assert client.asked[2:] == [((2,), True), ((2,), False), ((3,), True), ((3,), False), ((4,), True)]


def test_a_hang_whose_line_is_not_known_is_watched_once() -> None:
    client = Loops({1: "", 2: ""})
    assert found(client, 1, 2, 3) == [("hang", ""), ("hang", ""), ("", "")]
    assert client.asked == [((1,), False), ((1,), True), ((2,), False), ((3,), False)]


def test_a_hang_without_a_line_is_never_the_same_as_another_one() -> None:
    client = Loops({1: "a.js:7", 2: "", 3: ""})
    assert found(client, 1, 2, 3) == [("hang", "a.js:7"), ("hang", ""), ("hang", "")]
    assert client.asked[2:] == [((2,), True), ((2,), False), ((3,), True), ((3,), False)]


def test_the_plans_behind_the_first_hang_of_one_call_are_watched_as_well() -> None:
    client = Loops({2: "a.js:7", 3: "a.js:7"})
    assert [run.where for run in Hangs(client).runs(0, [(1,), (2,), (3,), (4,)], Drive(0))][1:3] == ["a.js:7"] * 2
    assert client.asked[-2:] == [((3,), True), ((4,), True)]


def test_a_traced_run_is_not_watched() -> None:
    client = Loops({1: "a.js:7"}, slow={2: "a.js:7"})
    hangs = Hangs(client)
    list(hangs.runs(0, [(1,)], Drive(0)))
    assert [run.lost for run in hangs.runs(0, [(2,)], Drive(0, trace=True))] == [""]
