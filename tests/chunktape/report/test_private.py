"""Names and paths of the machine are taken out of a text, and nothing else."""

from pathlib import Path

import pytest

from chunktape.report.private import of_this_machine, without


def test_folders_names_and_addresses_go() -> None:
    names = {"/home/annette/shop": ".", "/home/annette": "~", "annette": "USER", "ann-laptop": "HOST"}
    text = "can't read /home/annette/shop/a.cassette, /home/annette/x on ann-laptop (annette) at 192.168.1.5:8799"
    url = "http://[fe80::1%25eth0]:8799/a http://[2001:db8::192.168.1.5]/"

    assert without(text, names) == "can't read ./a.cassette, ~/x on HOST (USER) at ADDRESS:8799"
    assert without(url, names) == "http://ADDRESS:8799/a http://ADDRESS/"


def test_words_that_only_contain_a_name_stay_and_so_does_loopback() -> None:
    text = "annettes 127.0.0.1:8799 http://[::1]:8799 http://[::]/ [12:30:00] 0.0.0.0 1.2.3 10.0.19045 uvloop=0.23.0"

    assert without(text, {"annette": "USER"}) == text


def test_a_name_with_signs_of_a_pattern_is_taken_as_it_is() -> None:
    assert without(r"C:\Users\an(n\x", {r"C:\Users\an(n": "~"}) == r"~\x"


def test_everybody_s_names_are_no_names() -> None:
    found = of_this_machine({"USER": "root"})

    assert "root" not in found
    assert "USER" not in found.values()
    assert found[str(Path.cwd())] == "."
    assert of_this_machine({"USERNAME": "annette"})["annette"] == "USER"


def test_a_container_that_is_called_as_the_tool_leaves_the_commands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "chunktape")

    assert without("chunktape play", of_this_machine({})) == "chunktape play"
