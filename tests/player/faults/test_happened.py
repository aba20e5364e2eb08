"""Which faults happen: those without which the client would have got another response."""

from dataclasses import replace

import pytest

from cassettes.clock import MS
from cassettes.model import Mark
from player.faults.fault import Edit
from player.faults.registry import FAULTS
from player.grammar.arguments import Arguments, Draw
from player.schedule.performance import Performance
from player.schedule.tape import Tape
from player.spec.perform import perform, performed
from player.spec.scenario import Scenario, parse_scenario
from tests.support.recordings import END, interaction

EVENTS = [b'data: {"a":%d}\n\n' % number for number in range(1, 7)]
CHAT = interaction([(10 * at, at, event, END) for at, event in enumerate([*EVENTS, b"data: [DONE]\n\n"], 1)], head_at=5)
SIZED = interaction(
    [(10, 1, b"data: a\n\n", Mark.NONE)],
    headers=((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"9")),
)


def names(spec: str, *, chunked: bool = True) -> tuple[list[str], list[str]]:
    """Those that happened, and those that found nothing to change."""
    made = performed(CHAT, parse_scenario(spec, Scenario()), chunked=chunked)
    return [one.fault.partition(",")[0] for one in made.done], [one.fault.partition(",")[0] for one in made.idle]


@pytest.mark.parametrize(
    ("spec", "happened", "idle"),
    [
        ("idle-cut", [], ["idle-cut"]),
        ("error+status", ["status"], ["error"]),
        ("resume,at=event:3+status", ["status"], ["resume"]),
        ("status+truncate,at=byte:5", ["status"], ["truncate"]),
        ("done+late-done", ["done"], ["late-done"]),
        ("status+late-done,for=300ms", ["status"], ["late-done"]),
        ("status+stall,at=event:3", ["status"], ["stall"]),
        ("status+reset,at=byte:5", ["status"], ["reset"]),
        ("status+reset", ["status"], ["reset"]),
        ("status+reset,at=end", ["status", "reset"], []),
        ("status+reset,at=head", ["reset"], ["status"]),
        ("status+slow-head", ["status", "slow-head"], []),
        ("slow-head+reset,at=head", ["slow-head", "reset"], []),
        ("content-type+truncate,at=event:3", ["truncate", "content-type"], []),
        ("truncate,at=event:3+reset,at=event:5", ["truncate"], ["reset"]),
        ("truncate,at=event:5+reset,at=event:3", ["reset"], ["truncate"]),
        ("truncate,at=event:3+reset,at=end", ["truncate", "reset"], []),
        ("truncate,at=event:3+hold-open", ["truncate", "hold-open"], []),
        ("truncate,at=event:3+stall,at=event:5", ["truncate"], ["stall"]),
        ("truncate,at=event:3+stall,at=end", ["truncate", "stall"], []),
        ("error,at=event:3+reset,at=event:5", ["error"], ["reset"]),
        ("error,at=event:3+reset,at=event:3", ["error", "reset"], []),
        ("error,at=event:3+truncate,at=event:5", ["error"], ["truncate"]),
        ("double,at=event:5+truncate,at=event:3", ["truncate"], ["double"]),
        ("double,at=event:3+truncate,at=event:5", ["double", "truncate"], []),
        ("heartbeat+reset,at=head", ["reset"], ["heartbeat"]),
        ("stall,at=event:3+reset,at=event:3", ["reset"], ["stall"]),
        ("truncate,at=end", [], ["truncate"]),
        ("close,at=end", ["close"], []),
    ],
)
def test_a_fault_happens_where_the_response_differs_by_it(spec: str, happened: list[str], idle: list[str]) -> None:
    assert names(f"recorded+{spec}") == (happened, idle)
    made = perform(CHAT, f"recorded+{spec}")
    assert perform(CHAT, made.spec) == made, "its text gives it again"


@pytest.mark.parametrize("split", ["utf8,seed=3", "recorded"])
def test_what_did_not_happen_is_not_in_the_spec_unless_the_cuts_depend_on_it(split: str) -> None:
    made = perform(CHAT, f"{split}+error,at=event:5+status,code=429+stall,at=event:2")
    assert [part.partition(",")[0] for part in made.spec.split("+")[1:]] == ["status", "gap"]
    cut = perform(CHAT, f"{split}+double,at=event:5+truncate,at=event:3")
    assert "double" in cut.spec
    assert perform(CHAT, cut.spec) == cut


def test_a_status_comes_whole_whatever_else_is_asked() -> None:
    plain = perform(CHAT, "recorded+status")
    for more in ("truncate,at=byte:5", "late-done,for=3s", "reset,at=byte:5", "stall,at=event:2,for=9s"):
        assert perform(CHAT, f"recorded+status+{more}") == plain


CHUNKS = ("torn-size", "packed-chunks", "padded-size", "chunk-extension", "trailers", "bad-size", "no-last-chunk")


@pytest.mark.parametrize("fault", [*CHUNKS, "close-delimited"])
def test_who_gets_no_transfer_chunks_meets_no_fault_of_theirs(fault: str) -> None:
    scenario = parse_scenario(f"recorded+{fault}", Scenario())
    plain = performed(CHAT, parse_scenario("recorded", Scenario()))
    made = performed(CHAT, scenario, chunked=False)
    assert (made, [one.fault for one in made.idle]) == (plain, [fault + str(scenario).partition(fault)[2]])
    assert names(f"recorded+{fault}") == ([fault], [])


@pytest.mark.parametrize("fault", ["content-length", "content-length,says=long", "reset", "stall,at=end", "slow-close"])
def test_what_else_there_is_happens_there_too(fault: str) -> None:
    assert names(f"recorded+{fault}", chunked=False) == ([fault.partition(",")[0]], [])


@pytest.mark.parametrize("fault", ["content-length", "slow-close", "stall,at=end"])
def test_a_body_with_a_length_is_over_behind_its_last_byte(fault: str) -> None:
    made = perform(SIZED, f"recorded+{fault}")
    assert (made, made.done, len(made.idle)) == (perform(SIZED, "recorded"), (), 1)


def test_events_that_are_alike_cannot_be_swapped() -> None:
    twins = interaction([(10, 1, EVENTS[0] * 2, END)])
    made = perform(twins, "recorded+swap")
    assert (made.real, made.done, len(made.idle)) == (True, (), 1)


def test_at_its_end_a_body_that_ends_with_its_last_byte_waits() -> None:
    made = perform(CHAT, "recorded+stall,at=end,for=2s")
    assert [at // MS for at in made.schedule.times[-2:]] == [70, 2070]
    assert made.frames().writes[-1] == b"0\r\n\r\n"


def test_the_faults_before_one_are_not_done_again_to_see_what_comes_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done = list[str]()

    def counted(name: str) -> Edit:
        edit = FAULTS[name].edit
        assert edit is not None

        def counting(made: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
            done.append(name)
            return edit(made, recorded, arguments, draw)

        return counting

    names = ["truncate", "content-type", "slow-head", "torn-size", "reset"]
    for name in names:
        monkeypatch.setitem(FAULTS, name, replace(FAULTS[name], edit=counted(name)))
    perform(CHAT, "+".join(("recorded", *names)))
    assert [done.count(name) for name in names] == [1, 2, 3, 4, 5]
