"""A client in a process of its own. Rules

- Questions and answers are frames of JSON (`pipe`). A body is sent once, plans as what differs from its baseline, in
  batches; there is one answer per plan, and it says only what differs from the baseline (`short_form`).
- A second batch is sent while one runs. Batches are short at first, then as long as the work of a moment.
- No answer within the limit is a hang, and the process is killed; a process that ended is a crash. Unanswered plans are
  run again by a new process, one by one, since answers may have been on their way. So a lost run loses no other one.
- Answers that are no longer wanted are read and dropped; a process that still owes some after a while is ended.
- `close` leaves no process behind.
"""

import json
import time
from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.runners.pipe import Answer, Pipe
from chunktape.check.runners.short_form import plan_of, run_of
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run

#: s for an answer at most
LIMIT: Final = 20.0
#: the time limit of a run: so many times the slowest run so far, and at least so many s: `_LEAST` for a run by itself,
#: `_SUSPECT` for one that will be run again; most runs take milliseconds
_LEAST: Final = 4.0
_SUSPECT: Final = 1.0
_TIMES: Final = 50
#: s that a batch takes, and plans in it at most
_MOMENT: Final = 0.03
_MOST: Final = 128
#: scenes that wait while one is played
_AHEAD: Final = 16
#: s for answers that are no longer wanted
_OWED: Final = 1.0

Cuts = tuple[int, ...]


class _Lost(Exception):
    """No answer: `hang` or `crash`."""


class Child:
    """A client that the process `command` runs; `target` is the module to load."""

    def __init__(self, command: Sequence[str], target: str | dict[str, Any], *, limit: float = LIMIT) -> None:
        self._command, self._target, self._limit = list(command), target, limit
        self._pipe: Pipe | None = None
        self._numbers: dict[tuple[bytes, Cuts], int] = {}
        self._bodies: list[tuple[bytes, Cuts]] = []
        self._sent: set[int] = set()
        self._bases: dict[tuple[int, Drive], Run] = {}  # the baselines that this process compares its answers with
        self._owed = 0  # answers that are still to come
        self._asker: object = None  # the call of `runs` or `perform` that asked for them
        self._last = 0.0  # s; when the last one came
        self._slowest = 0.0  # s; of the runs that came back
        self._pace = _MOMENT  # s for a run, about

    def load(self) -> Loaded:
        """The contents of the module; `error` says why it can't be loaded."""
        try:
            found = self._ask({"op": "load", "file": self._target})
        except _Lost as lost:
            return Loaded(error=say("loading it never ends") if str(lost) == "hang" else say("it ends its process"))
        if "error" in found:
            return Loaded(error=found["error"], where=found.get("where", ""))
        if found.get("build"):
            return Loaded(build=True)
        entries = tuple(Entry(one["name"], one["way"], one.get("listens", False)) for one in found["entries"])
        stubbed = tuple(found.get("stubbed", ()))
        sought = tuple(found.get("sought", ()))
        uses, text = tuple(found["uses"]), found.get("text", "")
        home = found.get("home", "node")
        return Loaded(entries, uses, found["guards"], sought=sought, text=text, stubbed=stubbed, home=home)

    def adapter(self, parts: dict[str, Any]) -> str:
        """The text of an adapter; `parts` as `chunktape/js/entries/adapter.mjs` takes them. Raises CantJudge."""
        try:
            found = self._ask({"op": "adapter", **parts})
        except _Lost as lost:
            found = {"error": str(lost)}
        if "error" in found:
            raise CantJudge(say("The adapter can't be written: {error}.", error=safe(found["error"])))
        return str(found["text"])

    def body(self, data: bytes, base: Cuts = ()) -> int:
        """The number of a body; equal bytes with one baseline have one number."""
        number = self._numbers.setdefault((data, base), len(self._bodies))
        if number == len(self._bodies):
            self._bodies.append((data, base))
        return number

    def run(self, body: int, cuts: Cuts, drive: Drive) -> Run:
        """One run of the client over the body cut at `cuts`."""
        return next(self.runs(body, [cuts], drive))

    def runs(self, body: int, plans: Iterable[Cuts], drive: Drive) -> Iterator[Run]:
        """A run of the client per plan, in order."""
        base = frozenset(self._bodies[body][1])
        todo, asker, alone = iter(plans), object(), 0
        sent: deque[tuple[Cuts, float]] = deque()  # plans without an answer yet, and when they were sent
        while True:
            if self._asker is not asker:  # another call asked in between, so the answers to these were dropped
                todo, sent = chain([cuts for cuts, _ in sent], todo), deque()
            try:
                size = 1 if alone else min(_MOST, max(1, int(_MOMENT / self._pace)))
                while len(sent) <= (0 if alone else size) and (batch := list(islice(todo, size))):
                    sent.extend((cuts, time.perf_counter()) for cuts in batch)
                    self._send(body, drive, [plan_of(cuts, base) for cuts in batch], asker)
                if not sent:
                    return
                cuts, since = sent[0]
                run = self._run_of(body, cuts, drive, self._answer(since, watched=drive.watched))
                sent.popleft()
                alone = max(0, alone - 1)
                if run.lost:  # a watched run, whose process is stuck
                    self.close()
            except _Lost as lost:
                alone = len(sent) if len(sent) > 1 else 0
                todo, sent = chain([cuts for cuts, _ in sent], todo), deque()
                if alone:
                    continue
                run = Run(next(todo), asked=True, lost=str(lost))
            yield run

    def perform(self, op: str, body: int, drive: Drive, asked: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The answers to questions other than plain runs, in order; `{"lost": ...}` is the last where none came."""
        todo, asker = iter(asked), object()
        try:
            self._settle()
            self._ready(body)
            while True:
                for words in islice(todo, _AHEAD - self._owed):
                    assert self._pipe is not None
                    assert self._asker in (None, asker), "nobody else asks in between"
                    question = {**words, "op": op, "body": body, "drive": drive._asdict()}
                    self._pipe.send(json.dumps(question).encode())
                    self._owed, self._asker = self._owed + 1, asker
                if not self._owed:
                    return
                answer = self._received(self._limit)
                self._owed -= 1
                yield json.loads(answer.data)
        except _Lost as lost:
            yield {"lost": str(lost)}

    def close(self) -> None:
        """End the process."""
        pipe, self._pipe = self._pipe, None
        self._sent.clear()
        self._bases.clear()
        self._owed, self._asker = 0, None
        if pipe is not None:
            pipe.close()

    def _send(self, body: int, drive: Drive, plans: Sequence[list[int] | str], asker: object) -> None:
        """Have a batch run; its answers are those of `asker`."""
        if self._asker is not asker:
            self._settle()
        self._ready(body)
        assert self._pipe is not None
        self._pipe.send(json.dumps({"op": "runs", "body": body, "drive": drive._asdict(), "plans": plans}).encode())
        self._owed += len(plans)
        self._asker = asker

    def _ready(self, body: int) -> None:
        """A process that has loaded the client and has the body. Raises _Lost."""
        if self._pipe is None:
            self._ask({"op": "load", "file": self._target})
        if body not in self._sent:
            data, base = self._bodies[body]
            self._ask({"op": "body", "id": body, "base64": b64encode(data).decode(), "base": base})
            self._sent.add(body)
            self._last = time.perf_counter()  # the start of a process, or its way to a body, is no time of a run

    def _run_of(self, body: int, cuts: Cuts, drive: Drive, answer: bytes) -> Run:
        base = self._bases.get((body, drive))
        run = run_of(json.loads(answer), cuts, base)
        if base is None and cuts == self._bodies[body][1]:
            self._bases[body, drive] = run
        return run

    def _answer(self, since: float, *, watched: bool) -> bytes:
        """The next answer to a batch that was sent at `since`; a process that watches its run has the whole limit.
        Raises _Lost.
        """
        least = _LEAST if self._owed == 1 else _SUSPECT
        is_known = self._slowest and not watched
        limit = min(self._limit, max(least, _TIMES * self._slowest)) if is_known else self._limit
        answer = self._received(limit)
        self._owed -= 1
        took = max(0.0, answer.at - max(self._last, since))
        self._last = answer.at
        self._slowest = max(self._slowest, took)
        self._pace += (took - self._pace) / 8
        return answer.data

    def _received(self, limit: float) -> Answer:
        assert self._pipe is not None
        try:
            answer = self._pipe.receive(limit)
        except TimeoutError:
            self.close()
            raise _Lost("hang") from None
        if answer is None:
            self.close()
            raise _Lost("crash")
        return answer

    def _settle(self) -> None:
        """Read and drop answers that are no longer wanted; a process that owes them for too long is ended."""
        until = time.perf_counter() + _OWED
        try:
            while self._owed:
                self._received(max(0.0, until - time.perf_counter()))
                self._owed -= 1
        except _Lost:
            pass
        self._asker = None

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question that is no batch. Raises _Lost."""
        self._settle()
        if self._pipe is None:
            self._pipe = Pipe(self._command)
        self._pipe.send(json.dumps(message).encode())
        found = json.loads(self._received(self._limit).data)
        assert isinstance(found, dict)
        return found
