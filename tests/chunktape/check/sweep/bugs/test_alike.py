"""Failures of one cause are one, and a cause is named where an experiment shows it."""

from dataclasses import replace

import pytest

from cassettes.model import Chunk, Chunks, Mark
from chunktape.check.findings import Finding, Swept
from chunktape.check.oracles import Case, Verdict
from chunktape.check.reading import Reading
from chunktape.check.sweep.bugs.alike import grouped
from chunktape.check.tapes import Tape, given
from chunktape.check.values import Judgement, Run, Said
from player.grammar.use import Use

LF, CRLF, BOM, UNICODE = (given([f"torture-{name}"])[0] for name in ("lf", "crlf", "bom", "unicode"))
EMPTY = "found ''"


def lf(*names: str) -> Tape:
    return replace(LF, rewrites=tuple(map(Use, names)))


def result(**verdicts: str) -> list[tuple[str, list[str], str]]:
    """What is left of failures by tape: name, the others, the trait. Empty words: the client reads the tape."""
    tapes = {
        "plain": LF,
        "torture_crlf": CRLF,
        "torture_bom": BOM,
        "unicode": UNICODE,
        "crlf": lf("crlf"),
        "bom": lf("bom"),
        "both": lf("pretty", "crlf"),
    }
    findings = [
        Finding(tapes[name], "node", Verdict("content", Judgement.FAIL, words))
        for name, words in verdicts.items()
        if words
    ]
    swept = [
        Swept(tapes[name], "node", Judgement.FAIL if words else Judgement.PASS) for name, words in verdicts.items()
    ]
    return [(one.tape.name, one.also, one.trait) for one in grouped(findings, swept)]


def test_the_experiment_stands_for_all_tapes_with_its_trait() -> None:
    assert result(plain="", torture_crlf=EMPTY, crlf=EMPTY, both="SyntaxError") == [
        ("torture-lf #1, crlf", ["torture-crlf #1 (node)", "torture-lf #1, pretty+crlf (node)"], "crlf")
    ]


def test_a_client_that_is_wrong_in_another_way_on_the_tape_itself_has_two_bugs() -> None:
    assert result(plain="TypeError", bom="TypeError", crlf=EMPTY) == [
        ("torture-lf #1", ["torture-lf #1, bom (node)"], ""),
        ("torture-lf #1, crlf", [], "crlf"),
    ]


def test_a_trait_that_stands_in_a_tape_which_the_client_reads_is_blamed_on_its_rewrite_only() -> None:
    assert result(plain="", torture_crlf="", crlf=EMPTY, both="SyntaxError") == [
        ("torture-lf #1, crlf", [], "crlf"),
        ("torture-lf #1, pretty+crlf", [], "pretty+crlf"),
    ]


def test_a_rewrite_that_fails_like_the_tape_itself_fails_for_what_the_tape_has() -> None:
    """The lookalikes have no emoji, and LF has: with emoji they fail alike, and so does LF with a mark before it."""
    lookalike = given(["torture-lookalike"])[0]
    tapes = (replace(lookalike, other="emoji"), LF, BOM, lf("bom"))
    findings = [Finding(tape, "node", Verdict("content", Judgement.FAIL, "found half")) for tape in tapes]
    read = Swept(lookalike, "node", Judgement.PASS)
    (one,) = grouped(findings, [read, *(Swept(tape, "node", Judgement.FAIL) for tape in tapes)])
    assert (one.trait, len(one.also)) == ("emoji", 3)


def test_two_recordings_of_one_answer_are_an_experiment_if_one_has_one_trait_more() -> None:
    assert result(plain="", torture_bom="TypeError") == [("torture-bom #1", [], "bom")]
    assert result(plain="TypeError", torture_bom="TypeError") == [("torture-lf #1", ["torture-bom #1 (node)"], "")]
    assert result(plain="", unicode="TypeError") == [("torture-unicode #1", [], "")]


def test_two_recordings_of_no_known_shape_are_one_answer_only_if_their_events_are_equal() -> None:
    def found(plain: str, other: str) -> str:
        tapes = [
            Tape(name, replace(LF.recorded, chunks=Chunks.of([Chunk(0, 1, body.encode(), Mark.END)])))
            for name, body in (("plain", plain), ("other", other))
        ]
        finding = Finding(tapes[1], "node", Verdict("content", Judgement.FAIL, EMPTY))
        swept = [Swept(tapes[0], "node", Judgement.PASS), Swept(tapes[1], "node", Judgement.FAIL)]
        return grouped([finding], swept)[0].trait

    assert found('data: {"q":"a"}\n\n', ':\ndata: {"q":"a"}\n\n') == "commented"
    assert found('data: {"q":"a"}\n\n', 'data: {"q":"🙂"}\n\n') == ""


def test_without_the_tape_itself_there_is_no_experiment() -> None:
    assert result(crlf=EMPTY, bom="TypeError") == [("torture-lf #1, crlf", [], ""), ("torture-lf #1, bom", [], "")]


def test_other_failures_stay_as_they_are() -> None:
    one = Finding(LF, "node", Verdict("text", Judgement.FAIL, "x"), (3, 9))
    assert grouped([one, one], []) == [one, one]


def finding(tape: Tape, *texts: str) -> Finding:
    """A client that shows these texts of a tape, one per piece."""
    said = tuple(Said(number, "callback", text) for number, text in enumerate(texts) if text)
    run = Run(tuple(range(1, len(texts))), said, asked=True, delivered=len(texts))
    case = Case(run, run, tape.want, Reading("callback", (), "pieces", "text"), len(tape.body.data))
    return Finding(tape, "node", Verdict("content", Judgement.FAIL, f"found '{texts[0][:9]}'"), case=case)


@pytest.mark.parametrize(
    ("plain", "sign", "trait"), [(Judgement.PASS, "", "blank-lines"), (Judgement.FAIL, "twice", "")]
)
def test_what_shows_its_text_twice_on_one_tape_only_does_so_for_what_that_tape_has(
    plain: Judgement, sign: str, trait: str
) -> None:
    one = finding(lf("blank-lines"), *(2 * letter for letter in "".join(LF.want.texts or ())))
    (found,) = grouped([one], [Swept(LF, "node", plain), Swept(one.tape, "node", Judgement.FAIL)])
    assert (found.sign, found.trait) == (sign, trait)


def test_what_shows_something_of_a_tape_that_it_gets_wrong_is_not_said_to_show_nothing() -> None:
    def signs(*findings: Finding) -> list[str]:
        return [one.sign for one in grouped(findings, [Swept(one.tape, "node", Judgement.FAIL) for one in findings])]

    assert signs(finding(LF, "nearly"), finding(CRLF, "")) == ["", ""]
    assert signs(finding(LF, ""), finding(CRLF, "")) == ["silent"]
