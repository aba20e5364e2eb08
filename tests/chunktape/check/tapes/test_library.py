"""Which bodies a client is checked with."""

from pathlib import Path

import pytest

from cassettes import library
from cassettes.errors import CassetteError, SpecError
from chunktape.check.tapes import beside, bundled, given, of_shape


def test_a_name_of_the_library_is_a_file() -> None:
    by_name, by_path = given(["torture-lf"]), given([str(library.index()["torture-lf"].path)])
    assert [one.body.data for one in by_name] == [one.body.data for one in by_path]


def test_equal_bodies_are_one_tape() -> None:
    assert len(given(["torture-lf", "torture-lf"])) == 1


def test_beside_a_tape_stand_its_rewrites_and_say_the_same() -> None:
    (tape,) = given(["torture-lf"])
    others = beside(tape)

    assert {one.rewrite for one in others} >= {"crlf", "nospace", "commented", "bom", "pretty", "pretty+crlf"}
    assert {one.want.texts for one in others if not one.other} == {tape.want.texts}
    assert {one.other for one in others if one.want.texts != tape.want.texts} == {"large"}  # it has emoji itself
    assert len({one.body.data for one in (tape, *others)}) == len(others) + 1


def test_a_rewrite_that_changes_nothing_stands_beside_another_tape() -> None:
    """No event of torture-lf has a name or an id, so their order shows on another tape only."""
    lf, crlf, unicode = (given([f"torture-{name}"])[0] for name in ("lf", "crlf", "unicode"))
    first = [one for one in beside(lf, [lf, unicode, crlf]) if one.rewrite == "data-first"]
    assert [one.file for one in first] == ["torture-crlf"]
    assert first[0].want.texts == crlf.want.texts
    assert [one for one in beside(lf, [lf]) if one.rewrite == "data-first"] == []
    assert [one.file for one in beside(crlf, [lf, unicode]) if one.rewrite == "data-first"] == ["torture-crlf"]


def test_a_rewrite_that_a_body_can_not_have_is_left_out() -> None:
    (tape,) = given(["torture-ndjson"])[:1]
    assert "nospace" not in {one.rewrite for one in beside(tape)}


@pytest.mark.parametrize("name", ["torture-ndjson", "chat-text"])
def test_only_an_event_stream_begins_with_a_byte_order_mark(name: str) -> None:
    assert "bom" not in {one.rewrite for one in beside(given([name])[0])}


def test_torture_of_the_same_shape_is_what_a_client_is_held_to() -> None:
    (tape,) = given(["torture-lf"])
    names = {one.file for one in of_shape(tape)}

    assert {"torture-crlf", "torture-unicode", "torture-lookalike"} <= names
    assert not names & {"torture-cr", "torture-ndjson", "torture-comments"}  # other dialects, events that are no JSON


def test_the_plainest_bundled_tape_is_the_first() -> None:
    assert bundled()[0].file == "torture-lf"


def test_what_is_no_cassette_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.cassette").write_bytes(b"no cassette")
    with pytest.raises(CassetteError):
        given([str(tmp_path / "x.cassette")])
    with pytest.raises((CassetteError, SpecError)):
        given([str(tmp_path / "missing.cassette")])
