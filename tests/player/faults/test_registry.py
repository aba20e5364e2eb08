"""Every fault: its bare name does something to a chat, it says what, and it comes back from its own text."""

import pytest

from cassettes.messages import chinese
from cassettes.model import Interaction
from player.faults.applied import Met
from player.faults.happened import faulted
from player.faults.registry import FAULTS
from player.grammar.use import Use
from player.schedule.tape import Tape
from player.spec.perform import perform
from player.spec.spec import parse_spec
from tests.support.recordings import END, interaction

EVENTS = [f'data: {{"choices":[{{"delta":{{"content":"你好{number}"}}}}]}}\n\n'.encode() for number in range(40)]
CHAT = interaction(
    [(400 + 40 * number, 1 + number, event, END) for number, event in enumerate([*EVENTS, b"data: [DONE]\n\n"])],
    head_at=350,
)
#: what the bare name does nothing to: a hop with a usual limit lets a chat pass
PATIENT = {"idle-cut"}


@pytest.mark.parametrize("name", FAULTS)
def test_its_bare_name_does_something_to_a_chat(name: str) -> None:
    plain, made = perform(CHAT, "recorded"), perform(CHAT, f"recorded+{name}")
    seen = [(one.head, one.frames(), one.schedule.finish) for one in (plain, made)]
    assert (seen[0] != seen[1]) == (name not in PATIENT)
    assert (made.idle if name in PATIENT else made.done)[0].fault.startswith(name)


@pytest.mark.parametrize("name", FAULTS)
def test_it_has_words_in_both_languages(name: str) -> None:
    fault = FAULTS[name]
    assert fault.about in chinese()
    assert fault.meets in chinese()
    assert (fault.on_tape is None) == (fault.edit is not None)


@pytest.mark.parametrize("name", FAULTS)
def test_its_text_gives_it_again(name: str) -> None:
    spec = parse_spec(f"recorded+{name}")
    assert parse_spec(str(spec)) == spec
    assert perform(CHAT, str(perform(CHAT, f"recorded+{name}").spec)) == perform(CHAT, f"recorded+{name}")


def test_what_the_session_asks_for_leaves_another_body_alone() -> None:
    one: Interaction = interaction([(10, 1, b'{"a":1}', END)])
    plain = perform(one, "recorded")
    use = Use("reset", (("at", "event:12"),), optional=True)
    assert faulted(plain, Tape(one), [Met(use)]) == (plain, ())
