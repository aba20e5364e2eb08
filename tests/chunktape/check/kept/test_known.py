"""Failures that are accepted."""

from dataclasses import replace
from pathlib import Path

import pytest

from cassettes.errors import SpecError
from chunktape.check.explain import Cause
from chunktape.check.findings import Finding, Report
from chunktape.check.kept.known import Key, accept, key_of, read, write
from chunktape.check.oracles import Verdict
from chunktape.check.tapes import given
from chunktape.check.values import Judgement
from player.grammar.use import Use

(TAPE,) = given(["torture-lf"])
TORN = Finding(TAPE, "node", Verdict("replacement", Judgement.FAIL, "x"), (3,), "event,add=3", Cause("utf8-3b/1"))
CRLF = Finding(replace(TAPE, rewrites=(Use("crlf"),)), "node", Verdict("content", Judgement.FAIL, "y"))
HANG = Finding(TAPE, "node", Verdict("terminates", Judgement.FAIL, "z"), (3,), "event,add=3")


def report(*findings: Finding) -> Report:
    return Report("stream.js", findings=list(findings), complete=True)


def test_the_line_of_a_failure() -> None:
    assert list(map(str, map(key_of, (TORN, CRLF, HANG)))) == ["replacement utf8-3b/1", "content crlf", "terminates -"]
    spaced = replace(CRLF, tape=replace(TAPE, file="my tape #2.cassette"))
    assert str(key_of(spaced)) == "content my_tape_#2.cassette"


def test_a_file_that_was_written_accepts_what_it_was_written_of(tmp_path: Path) -> None:
    file = str(tmp_path / "known.txt")
    write(file, report(TORN, CRLF, HANG), {})
    text = Path(file).read_text("utf-8")
    assert text.splitlines() == [
        "# Failures of stream.js that are accepted: oracle, then boundary class, rewrite or tape.",
        "content crlf",
        "replacement utf8-3b/1  # after 1 of 3 bytes of a character",
        "terminates -",
    ]
    found = report(HANG, TORN, CRLF)
    accept(found, read(file), whole=True)
    assert not found.failed
    assert all(one.known for one in found.findings)
    assert found.stale == ()


def test_what_is_new_fails_and_what_fails_no_more_is_stale(tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    file.write_text("\ufeffreplacement utf8-3b/1 # fixed in 2.0\n\n# a comment\ncontent   crlf\n", "utf-8")
    known = read(str(file))
    assert known == {Key("replacement", "utf8-3b/1"): "fixed in 2.0", Key("content", "crlf"): ""}

    worse = report(TORN, CRLF, HANG)
    accept(worse, known, whole=True)
    assert worse.failed
    assert [one.known for one in worse.findings] == [True, True, False]

    better = report(CRLF)
    accept(better, known, whole=True)
    assert better.failed
    assert better.stale == ("replacement utf8-3b/1",)


@pytest.mark.parametrize("how", ["one plan", "interrupted", "spent"])
def test_of_what_was_not_tried_nothing_is_stale(how: str) -> None:
    some = report(CRLF)
    some.complete, some.spent = how != "interrupted", how == "spent"
    accept(some, {Key("replacement", "utf8-3b/1"): "", Key("content", "crlf"): ""}, whole=how != "one plan")
    assert some.stale == ()
    assert not some.failed


def test_an_update_keeps_comments_and_takes_out_what_is_stale(tmp_path: Path) -> None:
    file = str(tmp_path / "known.txt")
    write(file, report(CRLF), {Key("content", "crlf"): "the gateway never sends it", Key("text", "key"): "old"})
    assert Path(file).read_text("utf-8").splitlines()[1:] == ["content crlf  # the gateway never sends it"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "--update-known"),
        (b"replacement\n", "line 1.*'replacement'"),
        (b"# x\nreplaced utf8-3b/1\n", r"line 2.*Oracles: content, terminates(?!.* (\S+),.* \1[,.]).*long-event"),
        (b"text a b c\n", "line 1"),
        (b"\xff\xfe", "can't be read"),
    ],
)
def test_what_is_no_such_file_is_an_error_that_says_so(tmp_path: Path, data: bytes | None, words: str) -> None:
    file = tmp_path / "known.txt"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(SpecError, match=words):
        read(str(file))
