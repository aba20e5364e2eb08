"""The order of the work, against clients that run in this process."""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.tapes import given
from chunktape.check.values import CantJudge, Drive, Entry, Judgement, Loaded, Run, Said

Decoder = Callable[[bytes], str]


class Fake:
    """A client whose decoder is made anew for each run."""

    def __init__(
        self, make: Callable[[int], Decoder], entries: tuple[Entry, ...] = (Entry("make", "decoder"),)
    ) -> None:
        self.make, self.entries = make, entries
        self.bodies: list[bytes] = []
        self.count = 0

    def load(self) -> Loaded:
        return Loaded(self.entries)

    def body(self, data: bytes, base: tuple[int, ...] = ()) -> int:
        if data not in self.bodies:
            self.bodies.append(data)
        return self.bodies.index(data)

    def runs(self, body: int, plans: Iterable[tuple[int, ...]], drive: Drive) -> Iterator[Run]:
        return (self.run(body, cuts, drive) for cuts in plans)

    def run(self, body: int, cuts: tuple[int, ...], drive: Drive) -> Run:
        self.count += 1
        decode = self.make(self.count)
        data, start = self.bodies[body], 0
        said: list[Said] = []
        for number, end in enumerate((*cuts, len(data))):
            try:
                text = decode(data[start:end])
            except TimeoutError:
                return Run(cuts, tuple(said), "", True, number, False, "hang")
            except ValueError as error:
                return Run(cuts, tuple(said), str(error), True, number, False)
            said.append(Said(number, "return", text))
            start = end
        return Run(cuts, tuple(said), "", True, len(cuts) + 1, True)

    def perform(self, op: str, body: int, drive: Drive, asked: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """It has no life, and its time is not measured."""
        yield from ({"missing": "ask"} for _ in asked)

    def close(self) -> None:
        """Nothing runs elsewhere."""


def reader(decode: Decoder, changed: Callable[[str], str] = str) -> Decoder:
    """The texts of an OpenAI stream, from text that comes in pieces. Right but for what `decode` and `changed` do."""
    held = ""

    def push(piece: bytes) -> str:
        nonlocal held
        held += decode(piece)
        kept = held.endswith("\r")
        text = (held[:-1] if kept else held).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        *events, rest = text.split("\n\n")
        held = rest + ("\r" if kept else "")
        said = ""
        for event in events:
            data = "\n".join(line[5:].removeprefix(" ") for line in event.split("\n") if line.startswith("data:"))
            if data and data != "[DONE]":
                found = json.loads(data)
                choices = found.get("choices") if isinstance(found, dict) else None
                said += changed((choices or [{}])[0].get("delta", {}).get("content") or "")
        return said

    return push


def right(_: int) -> Decoder:
    return reader(codecs.getincrementaldecoder("utf-8")().decode)


def torn(_: int) -> Decoder:
    return reader(lambda piece: piece.decode("utf-8", "replace"))


def check(client: Fake, *files: str) -> Report:
    return Check(Report("fake"), client).run(given(files))


def test_a_right_client_passes_with_the_bundled_tapes() -> None:
    report = check(Fake(right))

    assert not report.failed
    assert report.complete
    assert report.judged > 200
    assert report.entry == Entry("make", "decoder")


def test_a_torn_character_is_shrunk_to_one_cut_and_its_whole_class_fails() -> None:
    report = check(Fake(torn), "torture-lf")
    (found,) = report.findings

    assert found.verdict.oracle == "replacement"
    assert found.spec.startswith("event,add=")
    assert found.cause.class_id == "utf8-3b/1"
    assert found.cause.row is not None
    assert found.cause.row.failed == found.cause.row.tried > 10
    assert all(one.failed == 0 for one in found.cause.rows if one.class_id.startswith("line"))
    assert found.also


def test_a_content_bug_is_told_apart_from_cuts_and_the_sweep_goes_on() -> None:
    def reads_the_mark_as_text(_: int) -> Decoder:
        decode = codecs.getincrementaldecoder("utf-8")().decode
        return reader(lambda piece: decode(piece).replace("\ufeff", "\ufeffx"))

    report = check(Fake(reads_the_mark_as_text), "torture-lf")
    found = report.findings[0]
    assert (found.verdict.oracle, found.tape.rewrite, found.cuts) == ("content", "bom", ())
    assert next(one.plans for one in report.swept if one.tape.rewrite == "bom") > 10


@pytest.mark.parametrize(
    ("changed", "notes"),
    [
        (lambda said: said and said + "\u200b", 1),  # no tape is read as it should be
        (lambda said: said.strip(" "), 0),  # one of another provider is: it has no spaces
    ],
    ids=["adds", "trims"],
)
def test_a_content_bug_on_every_tape_is_one_and_the_sweep_goes_on(changed: Callable[[str], str], notes: int) -> None:
    def wrong(_: int) -> Decoder:
        return reader(codecs.getincrementaldecoder("utf-8")().decode, changed)

    report = check(Fake(wrong), "torture-lf")
    first = report.findings[0]
    assert {one.verdict.oracle for one in report.findings} == {"content"}
    assert (first.tape.file, first.verdict.words.startswith("from character ")) == ("torture-lf", True)
    assert (report.swept[0].tape.name, report.swept[0].plans > 50) == ("torture-lf #1", True)
    assert ["came nearest" in one for one in report.notes] == [True] * notes


def test_a_client_that_shows_each_text_twice_is_told_so_once() -> None:
    def twice(_: int) -> Decoder:
        return reader(codecs.getincrementaldecoder("utf-8")().decode, lambda said: said * 2)

    report = check(Fake(twice))
    assert [(one.verdict.oracle, one.sign) for one in report.findings] == [("content", "twice")]
    assert len(report.findings[0].also) > 5


def records(_: int) -> Decoder:
    """The texts of Ollama's records; one that is whole needs no line feed."""
    decode, held = codecs.getincrementaldecoder("utf-8")().decode, ""

    def push(piece: bytes) -> str:
        nonlocal held
        *lines, held = (held + decode(piece)).split("\n")
        if held.endswith("false}"):
            lines, held = [*lines, held], ""
        return "".join(json.loads(line)["message"]["content"] for line in lines if line.startswith("{"))

    return push


def test_records_that_end_early_may_be_an_error_where_the_text_is_right() -> None:
    class Strict(Fake):
        def run(self, body: int, cuts: tuple[int, ...], drive: Drive) -> Run:
            found = super().run(body, cuts, drive)
            is_done = b'"done":true' in self.bodies[body]
            return found if is_done else replace(found, error="the answer ended without done", ended=False)

    report = check(Strict(records), "torture-ndjson")
    assert not report.findings
    assert Judgement.CONVENTION in {one.baseline for one in report.swept}


def test_a_client_that_never_comes_back_costs_few_runs_and_is_shrunk_to_one_cut() -> None:
    def loops(number: int) -> Decoder:
        inner = right(number)

        def push(piece: bytes) -> str:
            if not piece.endswith((b"\n\n", b"\r\n\r\n")):
                raise TimeoutError
            return inner(piece)

        return push

    client = Fake(loops)
    report = check(client, "torture-lf")
    (found,) = report.findings
    assert (found.verdict.oracle, found.spec.partition("=")[0]) == ("terminates", "event,add")
    assert found.spec.count(":") == 0
    assert client.count < 40


def test_another_failure_is_not_explained_by_runs_that_never_come_back() -> None:
    """It throws where a character is cut, and loops where anything else of an event is."""
    hangs = 0

    def loops(number: int) -> Decoder:
        inner = right(number)

        def push(piece: bytes) -> str:
            nonlocal hangs
            piece.decode()
            if not piece.endswith((b"\n\n", b"\r\n\r\n")):
                hangs += 1
                raise TimeoutError
            return inner(piece)

        return push

    (found,) = check(Fake(loops), "torture-lf").findings
    assert found.verdict.oracle == "error"
    assert hangs < 20


def test_two_runs_that_differ_are_not_repeatable() -> None:
    def restless(number: int) -> Decoder:
        inner = right(number)
        return lambda piece: inner(piece) + ("!" if number > 3 and number % 2 else "")

    with pytest.raises(CantJudge, match="not repeatable"):
        check(Fake(restless))


@pytest.mark.parametrize("answer", ["", "42", "你好", "data: 你好，世界！"])
def test_a_client_that_says_something_else_is_not_judged(answer: str) -> None:
    with pytest.raises(CantJudge, match="can't be judged"):
        check(Fake(lambda _: lambda piece: answer))


def test_a_client_without_entries_is_not_judged() -> None:
    with pytest.raises(CantJudge, match="exports nothing"):
        check(Fake(right, ()))


def test_what_was_found_before_an_interruption_is_in_the_report() -> None:
    def interrupt(report: Report) -> None:
        if report.findings:
            raise KeyboardInterrupt

    one = Check(Report("fake"), Fake(torn), interrupt)
    with pytest.raises(KeyboardInterrupt):
        one.run(given(["torture-lf"]))
    assert one.report.failed
    assert not one.report.complete
