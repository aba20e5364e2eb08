"""Law 13: a rewrite says the same in other bytes, and every event is found where it is now.

`tests/player/rewrites/retoken` holds it for other events by our readers, `tests/interop/test_retoken.py` by the SDKs.
"""

from hypothesis import given
from hypothesis import strategies as st

from cassettes.model import Interaction
from player.faults.places import recorded_offset
from player.rewrites.registry import REWRITES
from player.schedule.tape import Tape
from player.spec.perform import perform, tape_of
from player.spec.scenario import Scenario, parse_scenario
from tests.player.rewrites.bodies import records, seen, streams

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
    fitting = [part for part in spec.split("+") if found.kind in REWRITES[part.partition(",")[0]].dialects]
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
