"""Law 7: faults compose, `truncate` gives a prefix, nothing invents bytes unless its name says so."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Interaction, Mark
from player.faults.fault import Phase
from player.faults.registry import FAULTS
from player.schedule.performance import Performance
from player.schedule.schedule import Finish, Piece
from player.spec.perform import perform
from tests.support import strategies
from tests.support.peers.parsers import by_h11, on_wire
from tests.support.recordings import CHUNKED, END, interaction

PHASES = {phase: [name for name, fault in FAULTS.items() if fault.phase is phase] for phase in Phase}
PAIRS = [(one, other) for one, other in combinations([phase for phase in Phase if PHASES[phase]], 2)]
SPLITS = st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=5", "merge,k=2", "event"])
SIZED = ((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"9999"))
#: what a right client refuses
BROKEN = {"bad-size", "no-last-chunk"}


@st.composite
def chats(draw: st.DrawFn) -> Interaction:
    """A stream of events, chunked or not, whose reads come anywhere."""
    texts = draw(st.lists(st.text("ab 你好😀é", min_size=1, max_size=6), min_size=2, max_size=8))
    events = b"".join(f'data: {{"choices":[{{"delta":{{"content":"{text}"}}}}]}}\n\n'.encode() for text in texts)
    body = events + b"data: [DONE]\n\n"
    cuts = sorted(draw(st.sets(st.integers(1, len(body) - 1), max_size=6)))
    gaps = draw(st.lists(st.integers(0, 3000), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    chunked, rows, at = draw(st.booleans()), [], 0
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(body)], strict=True)):
        at += gaps[number]
        rows.append((at, number + 1, body[start:end], END if chunked else Mark.NONE))
    headers = CHUNKED if chunked else SIZED if draw(st.booleans()) else SIZED[:1]
    headers = tuple((name, b"%d" % len(body) if name == b"Content-Length" else value) for name, value in headers)
    return interaction(rows, headers=headers, end_at=at + draw(st.integers(0, 50)))


def performed(one: Interaction, spec: str) -> Performance | None:
    """The performance, or None where the recording has no such place."""
    try:
        return perform(one, spec, seed="1")
    except SpecError:
        return None


def keeps_the_laws(one: Interaction, made: Performance, names: tuple[str, ...]) -> None:
    schedule, frames, bare = made.schedule, made.frames(), made.frames(chunked=False)
    assert list(schedule.times) == sorted(schedule.times)
    assert len(schedule.steps) == len(schedule.times) == len(frames)
    assert [step.end for step in schedule.steps] == [False] * (len(schedule.steps) - 1) + [True]
    assert [index for index, step in enumerate(schedule.steps) if step.head] == ([] if made.head is None else [0])
    ends = [part.end for step in schedule.steps for part in step.parts if isinstance(part, Piece)]
    assert ends == sorted(ends)
    assert b"".join(bare.writes) == made.body
    if not any(FAULTS[name].invents for name in names):
        for at in range(len(made.body)):
            assert made.body[at] == one.body[made.origin.recorded(at)]
    if schedule.finish is Finish.COMPLETE and made.head is not None and not BROKEN & {*names}:
        assert by_h11(on_wire(made))[0] == made.body


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].name}-{pair[1].name}")
@settings(max_examples=60)
@given(data=st.data(), one=chats(), split=SPLITS)
def test_one_of_each_phase_with_one_of_each_other(
    pair: tuple[Phase, Phase], data: st.DataObject, one: Interaction, split: str
) -> None:
    names = tuple(data.draw(st.sampled_from(PHASES[phase])) for phase in pair)
    made = performed(one, "+".join((split, *names)))
    assert made == performed(one, "+".join((split, *reversed(names)))), "their order in the text means nothing"
    if made is not None:
        done = [done.fault.partition(",")[0] for done in made.done]
        # what lies up to the place at which a body resumes was met by the response before
        assert done == list(names) or (names[0] == "resume" and done == ["resume"])
        keeps_the_laws(one, made, names)


@settings(max_examples=60)
@given(data=st.data(), one=chats(), split=SPLITS)
def test_one_of_each_phase_together(data: st.DataObject, one: Interaction, split: str) -> None:
    names = tuple(data.draw(st.sampled_from(PHASES[phase])) for phase in Phase if PHASES[phase])
    spec = [split, *names]
    made = performed(one, "+".join(spec))
    mixed = performed(one, "+".join([split, *data.draw(st.permutations(names))]))
    assert made == mixed
    if made is not None:
        keeps_the_laws(one, made, names)
        assert performed(one, made.spec) == made, "its text gives it again"


@settings(max_examples=60)
@given(one=chats(), split=SPLITS, share=st.integers(0, 1000))
def test_truncate_gives_a_prefix(one: Interaction, split: str, share: int) -> None:
    text = f"share:{share / 1000:.3f}"
    made = perform(one, f"{split}+truncate,at={text}", seed="1")
    assert made.body == one.body[: len(one.body) * share // 1000]
    assert by_h11(on_wire(made))[0] == made.body


@settings(max_examples=100)
@given(one=strategies.interactions(), name=st.sampled_from(sorted(FAULTS)), seed=st.integers(0, 9).map(str))
def test_any_recording_may_meet_any_fault(one: Interaction, name: str, seed: str) -> None:
    try:
        made = perform(one, f"recorded+{name}", seed=seed)
    except SpecError:
        return
    assert list(made.schedule.times) == sorted(made.schedule.times)
    assert made.schedule.steps[-1].end
    assert len(made.schedule.steps) == len(made.schedule.times)
