"""Laws of every rewrite: a right client makes the same of it, places and times are carried over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Interaction
from player.faults.places import recorded_offset
from player.rewrites.registry import REWRITES, register
from player.schedule.tape import Tape
from player.spec.perform import body_of, perform, tape_of
from player.spec.scenario import Scenario, parse_scenario
from player.splits.registry import ALIASES, PROFILES
from tests.player.rewrites.bodies import one_event_per_chunk, records, seen, streams
from tests.support.recordings import interaction

pytestmark = pytest.mark.core

CODED = ("url-encoded", "base64")
BYTES = [name for name in REWRITES if name != "retoken"]
SPECS = [name for name in BYTES if name not in CODED] + ["commented,at=inside", "header-case,to=title"]
SEVERAL = st.lists(st.sampled_from(SPECS), min_size=1, max_size=len(SPECS)).map(
    lambda names: "+".join({REWRITES[name.partition(",")[0]].stage: name for name in names}.values())
)


def tape(one: Interaction, spec: str) -> Tape:
    return tape_of(one, parse_scenario(spec, Scenario()))[0]


@given(streams(), SEVERAL)
def test_a_right_client_makes_the_same_of_every_rewrite(one: Interaction, spec: str) -> None:
    made = perform(one, spec)
    assert seen(made.body, "sse") == seen(one.body, "sse")


@given(records(), SEVERAL)
def test_and_of_records(one: Interaction, spec: str) -> None:
    found = tape(one, "recorded")
    fitting = [part for part in spec.split("+") if found.dialect in REWRITES[part.partition(",")[0]].dialects]
    if fitting and found.dialect == "ndjson":
        assert seen(perform(one, "+".join(fitting)).body, "ndjson") == seen(one.body, "ndjson")


@given(streams(), SEVERAL)
def test_a_rewrite_done_twice_is_done_once(one: Interaction, spec: str) -> None:
    parts = [part for part in spec.split("+") if not part.startswith(("commented", "blank-lines"))]
    if parts:
        once = tape(one, "+".join(parts))
        assert tape(once.interaction, "+".join(parts)).body == once.body


@given(streams(), SEVERAL, st.data())
def test_an_event_is_found_where_it_is_now(one: Interaction, spec: str, data: st.DataObject) -> None:
    plain, made = Tape(one), tape(one, spec)
    assert len(made.events) == len(plain.events)
    if not plain.events:
        return
    number = data.draw(st.integers(1, len(plain.events)))
    place = made.origin.performed(recorded_offset(plain, f"event:{number}"))
    before = [frame for frame in made.events if frame.end <= place]
    assert len(before) == number - 1
    cut = perform(one, f"{spec}+truncate,at=event:{number}")
    assert seen(cut.body, "sse") == seen(one.body[: plain.events[number - 1].start], "sse")


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
    assert perform(one, "pretty+escaped").body.count(b"\\u4f60") == 50_000
    assert deep.encode() in perform(one, "pretty+escaped").body
