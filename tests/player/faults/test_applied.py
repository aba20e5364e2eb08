"""Laws of all faults: none invents bytes unless it says so (law 7), any two of different phases compose, each is named
by its spec; what a body can't have is refused, or left alone where the session asked.
"""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.faults.fault import Phase
from player.faults.registry import FAULTS
from player.schedule.performance import Performance
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

SPLITS = ("recorded", "utf8,seed=3", "merge,k=2", "fixed,n=4", "recorded+crlf", "utf8,seed=1+cr")
#: every fault as its bare name and with each of its words
ALL = [
    text
    for name, fault in FAULTS.items()
    for text in (
        name,
        *(f"{name},{key}={word}" for key, kind in fault.parameters.items() for word in getattr(kind, "options", ())),
    )
]


def tried(one: Interaction, spec: str) -> Performance | None:
    """The performance, or None for what the body can't have."""
    try:
        return perform(one, spec, seed="5")
    except SpecError:
        return None


def is_subsequence(part: bytes, whole: bytes) -> bool:
    rest = iter(whole)
    return all(byte in rest for byte in part)


@settings(max_examples=250)
@given(fault=st.sampled_from(ALL), one=sse(), split=st.sampled_from(SPLITS))
def test_nothing_invents_bytes_unless_it_says_so(fault: str, one: Interaction, split: str) -> None:
    performed = tried(one, f"{split}+{fault}")
    if performed is None:
        return
    plain = perform(one, split, seed="5")
    if not FAULTS[fault.partition(",")[0]].invents:
        assert is_subsequence(performed.body, plain.body)
    if performed.real:
        assert performed.head in (one.head, None) or FAULTS[fault.partition(",")[0]].phase is Phase.FRAMING
        assert one.body.startswith(performed.body)
    # what is sent is the body, in order and never before its time
    writes = performed.frames(chunked=False)
    if performed.schedule.framing != "raw":
        assert b"".join(writes.writes) == performed.body
    assert list(writes.times) == sorted(writes.times)
    # what the map says to be recorded is what was recorded there
    starts, origins, copied = performed.origin.starts, performed.origin.origins, performed.origin.copied
    for index, (start, origin) in enumerate(zip(starts[:-1], origins, strict=False)):
        if copied[index]:
            run = performed.body[start : starts[index + 1]]
            assert run == one.body[origin : origin + len(run)]


@settings(max_examples=250)
@given(fault=st.sampled_from(ALL), one=sse(), split=st.sampled_from(SPLITS), seed=st.integers(0, 9))
def test_its_spec_gives_it_again(fault: str, one: Interaction, split: str, seed: int) -> None:
    """Law 4."""
    try:
        first = perform(one, f"{split}+{fault}", seed=str(seed))
    except SpecError:
        return
    assert perform(one, first.spec, seed="another") == first


@settings(max_examples=100)
@given(fault=st.sampled_from([name for name, fault in FAULTS.items() if fault.phase is Phase.BYTES]), one=sse())
def test_bytes_that_are_put_in_come_with_their_neighbours(fault: str, one: Interaction) -> None:
    performed = tried(one, f"recorded+{fault}")
    if performed is not None:
        assert set(performed.schedule.times) <= {0, *one.chunks.times, one.ending.at}


@pytest.mark.parametrize(
    ("first", "second"),
    [pair for pair in combinations(FAULTS, 2) if FAULTS[pair[0]].phase is not FAULTS[pair[1]].phase],
)
def test_any_two_of_different_phases_compose_in_one_order(first: str, second: str) -> None:
    one = made("openai")
    for split in ("recorded", "utf8,seed=1+crlf"):
        performed = tried(one, f"{split}+{first}+{second}")
        assert performed == tried(one, f"{split}+{second}+{first}")
        if performed is not None:
            assert list(performed.schedule.times) == sorted(performed.schedule.times)
            assert b"".join(performed.frames(chunked=False).writes) in (performed.body, b"")


@pytest.mark.parametrize("like", ["openai", "anthropic", "gemini", "dashscope", "ndjson", "coze", "dify", "deepseek"])
@pytest.mark.parametrize("fault", list(FAULTS))
def test_the_bare_name_changes_any_chat_stream(like: str, fault: str) -> None:
    """Unless the stream has no end of its own, or no silence."""
    one, without = made(like), perform(made(like), "utf8,seed=1")
    performed = tried(one, f"utf8,seed=1+{fault}")
    if performed is None:
        assert (like in ("gemini", "dashscope") and "done" in fault) or (like == "ndjson" and fault == "retry")
    elif fault != "idle-cut":
        assert (performed.head, performed.body, performed.schedule) != (without.head, without.body, without.schedule)


def asked_by_session(spec: str) -> Scenario:
    play = parse_scenario(spec, Scenario())
    return replace(play, faults=tuple(replace(use, optional=True) for use in play.faults))


@pytest.mark.parametrize(
    "fault", ["done", "late-done", "double,at=event:9", "reset,at=event:9", "swap", "retry", "heartbeat", "error"]
)
def test_what_the_session_asks_for_leaves_other_bodies_alone(fault: str) -> None:
    text = interaction([(10, 1, b"hello", END)], headers=((b"Content-Type", b"text/plain"), *((b"X-A", b"1"),)))
    with pytest.raises(SpecError):
        perform(text, f"recorded+{fault}")
    left = perform(text, asked_by_session(f"recorded+{fault}"))
    assert (left.body, left.real, left.done) == (b"hello", True, ())


def test_the_spec_of_what_was_left_alone_gives_it_again() -> None:
    one = made("gemini")
    left = perform(one, asked_by_session("utf8,seed=1+done+reset,at=event:1"))
    assert [done.fault for done in left.done] == ["reset,at=event:1,v=1"]
    assert perform(one, left.spec) == left


@pytest.mark.parametrize("fault", ALL)
def test_what_cannot_be_edited_stays_as_it_is(fault: str) -> None:
    unreachable = interaction(head_at=None)
    assert perform(unreachable, f"recorded+{fault}").done == ()
