"""The lines at the start."""

import pytest

from cassettes import store
from cassettes.library import index
from cassettes.messages.columns import columns
from player.journal.opening import split_line, start_lines
from player.library.library import Library
from player.spec.scenario import Scenario, parse_scenario


@pytest.mark.parametrize("language", ["en", "zh"])
def test_samples_are_listed_in_the_columns_of_a_terminal(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", language)
    library = Library([store.load(str(one.path)) for one in index().values()])
    piped, narrow = list(start_lines(library, Scenario())), list(start_lines(library, Scenario(), width=80))

    assert len(piped) == len(index())
    assert max(map(columns, piped)) > 110
    assert max(map(columns, narrow)) <= 80
    assert len(narrow) < 2 * len(piped)
    assert "".join("".join(narrow).split()) == "".join("".join(piped).split())


def test_the_start_says_what_is_done_to_every_response() -> None:
    play = parse_scenario("recorded+crlf+reset,at=event:5,times=2", Scenario())
    said = "Faults and rewrites: recorded+crlf+reset,at=event:5,times=2  (session seed 7)"
    assert split_line(play, "7") == said
    for spec, label in (("utf8,seed=1+crlf", "Split, faults and rewrites: "), ("utf8,seed=1", "Split: ")):
        assert split_line(parse_scenario(spec, Scenario()), "7") == f"{label}{spec}  (session seed 7)"
