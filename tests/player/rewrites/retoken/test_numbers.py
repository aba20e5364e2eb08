"""Ids of events and sequence numbers: they count up again, and an id that counts nothing stands once."""

import json

import pytest

from cassettes.content import events
from player.spec.perform import perform
from tests.support.recordings import END, interaction


def body(*rows: tuple[str, str], eol: str = "\n") -> bytes:
    return "".join(f"id:{number}{eol}data:{json.dumps({'answer': text})}{eol}{eol}" for number, text in rows).encode()


def found(one: bytes, spec: str) -> list[tuple[str, str]]:
    made = events(perform(interaction([(0, 1, one, END)]), spec).body, "sse")
    return [(event["id"], json.loads(event["data"])["answer"]) for event in made]


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_ids_that_count_up_do_so_again(eol: str) -> None:
    one = body(("7", "ab"), ("8", "c"), eol=eol)
    assert found(one, "retoken,at=char") == [("7", "a"), ("8", "b"), ("9", "c")]
    assert found(one, "retoken,at=one") == [("7", "abc")]


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_another_id_is_said_when_all_of_its_event_was(eol: str) -> None:
    one = body(("x", "ab"), ("y", "c"), ("z", "d"), eol=eol)
    assert found(one, "retoken,at=char") == [("", "a"), ("x", "b"), ("y", "c"), ("z", "d")]
    assert found(one, "retoken,at=one") == [("z", "abcd")]


def test_sequence_numbers_count_up_through_all_events() -> None:
    kinds = [
        "response.created",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
    ]
    texts = [{}, {"delta": "ab"}, {"delta": "c"}, {"text": "abc"}]
    rows = [
        f"data: {json.dumps({'type': kind, 'sequence_number': number, **text})}\n\n"
        for number, (kind, text) in enumerate(zip(kinds, texts, strict=True), 4)
    ]
    one = interaction([(0, 1, "".join(rows).encode(), END)])
    for at, count in (("char", 5), ("one", 3)):
        made = events(perform(one, f"retoken,at={at}").body, "sse")
        assert [json.loads(event["data"])["sequence_number"] for event in made] == list(range(4, 4 + count))


def test_numbers_that_do_not_count_stay() -> None:
    one = body(("5", "ab"), ("5", "c"))
    assert found(one, "retoken,at=char") == [("", "a"), ("5", "b"), ("5", "c")]
