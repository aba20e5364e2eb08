"""Runs that never come back: the client's line at which they are stuck, and no long wait for each of them. Rules

- The first run that hangs is run once more and watched, which finds its line.
- From then on every run is watched. One that is stuck at a known line after a moment is the same hang; any other one
  that is stuck is run again with the whole time limit, since it may be slow and right.
- A traced run takes longer than others, so it is not watched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chunktape.check.shrink import Cuts
from chunktape.check.values import Client, Drive, Run


class Hangs:
    """The runs of a client, and the lines at which some of them are stuck."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lines: set[str] = set()
        self._asked = False  # for the line of the first one

    def runs(self, body: int, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        """A run per plan, in order; `where` of one that hangs is the line, where that is known."""
        some = list(plans)
        runs = self._client.runs(body, some, drive)
        for cuts in some:
            if self._lines and not drive.trace:
                yield self._watched(body, cuts, drive)
                continue
            run = next(runs)
            yield self._located(body, run, drive) if run.lost == "hang" and not self._asked else run

    def _watched(self, body: int, cuts: Cuts, drive: Drive) -> Run:
        watched = self._run(body, cuts, drive._replace(watched=True))
        if not watched.lost or watched.where in self._lines:
            return watched
        run = self._run(body, cuts, drive)
        if run.lost != "hang":
            return run
        return self._stuck(run, watched.where)

    def _located(self, body: int, run: Run, drive: Drive) -> Run:
        self._asked = True
        return self._stuck(run, self._run(body, run.cuts, drive._replace(watched=True)).where)

    def _stuck(self, run: Run, where: str) -> Run:
        self._lines.update(filter(None, [where]))
        return replace(run, where=where)

    def _run(self, body: int, cuts: Cuts, drive: Drive) -> Run:
        return next(self._client.runs(body, [cuts], drive))
