"""What all rewrites have in common. Law 13 (`tests/laws`) has what they change for a client: nothing."""

import json

import pytest
from hypothesis import given

from cassettes.clock import MS
from cassettes.model import Interaction
from player.rewrites.registry import REWRITES, register
from player.schedule.tape import Tape
from player.spec.perform import body_of, perform, tape_of
from player.spec.scenario import Scenario, parse_scenario
from player.splits.registry import ALIASES, PROFILES
from tests.player.rewrites.bodies import one_event_per_chunk, streams
from tests.support.recordings import interaction

CODED = ("url-encoded", "base64")
BYTES = [name for name in REWRITES if name != "retoken"]
SPECS = [name for name in BYTES if name not in CODED] + ["commented,at=inside", "header-case,to=title"]


def tape(one: Interaction, spec: str) -> Tape:
    return tape_of(one, parse_scenario(spec, Scenario()))[0]


@pytest.mark.parametrize("spec", SPECS)
def test_each_event_keeps_its_time(spec: str) -> None:
    one = one_event_per_chunk('{"a": "你\\u4f60"}', "two", '{"b": [1, {}]}')
    made = tape(one, spec)
    chunks = made.interaction.chunks
    assert list(chunks.times) == [10 * MS, 20 * MS, 30 * MS]
    ends = [sum(chunks.sizes[: number + 1]) for number in range(3)]
    assert [sum(frame.end <= end for frame in made.events) for end in ends] == [1, 2, 3]


@pytest.mark.parametrize("name", BYTES)
def test_what_a_rewrite_leaves_as_it_was_is_real(name: str) -> None:
    empty = interaction([], headers=((b"Content-Type", b"text/event-stream"),))
    assert perform(empty, f"{name},to=title" if name == "header-case" else name).real


def test_the_order_in_a_spec_means_nothing() -> None:
    one = one_event_per_chunk('{"a": "你"}')
    text = "bom+cr+blank-lines+commented+nospace+data-first+base64+pretty+escaped"
    there, back = perform(one, text), perform(one, "+".join(reversed(text.split("+"))))
    assert (there.body, there.spec) == (back.body, back.spec)


def test_every_rewrite_has_its_words_and_a_name_that_no_split_has() -> None:
    assert not {*PROFILES, *ALIASES}.intersection(REWRITES)
    for rewrite in REWRITES.values():
        assert rewrite.about.endswith(".")
        assert rewrite.finds.endswith(".")


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="crlf"):
        register(REWRITES["crlf"])


@given(streams())
def test_a_rewritten_body_is_what_is_cut(one: Interaction) -> None:
    scenario = parse_scenario("event+crlf+pretty", Scenario())
    assert perform(one, scenario).body == body_of(one, scenario).data


def test_json_of_any_size_is_rewritten_in_time_that_grows_with_it() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    wide = json.dumps({"a": ["你"] * 50_000})
    one = one_event_per_chunk(deep, wide)
    body = perform(one, "pretty+escaped").body
    assert body.count(b"\\u4f60") == 50_000
    assert deep.encode() in body
