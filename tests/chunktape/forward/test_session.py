"""The words of play --upstream: where is recorded, and what is refused with a sentence."""

from pathlib import Path

import pytest

from benchmarks.harness.servers import free_port
from cassettes.errors import ChunktapeError, SpecError, exit_code
from cassettes.model import Header, Origin
from cassettes.store import save
from chunktape.forward.itself import refuse_itself
from chunktape.forward.session import open_live, target_of
from chunktape.phone.lan import addresses
from player.matching.subject import Ignored
from recorder.settings import Settings, parse_upstream
from tests.chunktape.commands import chunktape
from tests.support.recordings import interaction

UPSTREAM = parse_upstream("https://api.example.com/v1")


def test_where_is_recorded_when_nobody_says(tmp_path: Path) -> None:
    a, text = Path("a.cassette"), Path("b.md")
    assert target_of([Path("x.cassette"), a, text], UPSTREAM) == a
    assert target_of([tmp_path], UPSTREAM).parent == tmp_path
    for given in ([], [text]):
        assert target_of(given, UPSTREAM).parent == Path("cassettes")
        assert target_of(given, UPSTREAM).name.startswith("api.example.com-")


@pytest.mark.parametrize(
    ("url", "host", "itself"),
    [
        ("http://127.0.0.1:8799", "127.0.0.1", True),
        ("http://localhost:8799/v1", "0.0.0.0", True),
        ("http://[::1]:8799", "::", True),
        ("http://0.0.0.0:8799", "127.0.0.1", True),
        ("http://192.168.77.7:8799", "192.168.77.7", True),
        ("http://localhost:8799", "192.168.77.7", False),
        ("http://127.0.0.1:8800", "127.0.0.1", False),
        ("https://127.0.0.1:8799", "127.0.0.1", False),
        ("http://api.example.com:8799", "0.0.0.0", False),
        ("http://192.168.77.7:8799", "127.0.0.1", False),
    ],
)
def test_an_upstream_that_is_the_player_itself_is_refused(url: str, host: str, itself: bool) -> None:
    if itself:
        with pytest.raises(SpecError, match="this server itself"):
            refuse_itself(parse_upstream(url), host, 8799)
    else:
        refuse_itself(parse_upstream(url), host, 8799)


def test_every_address_of_this_machine_is_the_player_when_it_listens_on_all() -> None:
    for one in addresses():
        with pytest.raises(SpecError):
            refuse_itself(parse_upstream(f"http://{one.ip}:8799"), "0.0.0.0", 8799)


def test_output_is_answered_from_and_recorded_into(tmp_path: Path) -> None:
    first, output = tmp_path / "a.cassette", tmp_path / "out.cassette"
    save(first, Header("test", 0, Origin()), [interaction(target=b"/1")])
    save(output, Header("test", 0, Origin()), [interaction(target=b"/2")])
    live = open_live(
        Settings(UPSTREAM),
        [first],
        word="new",
        output=output,
        like="openai",
        ignored=Ignored(),
        on_failure=lambda reason: None,
    )
    assert [one.interaction.request.target for one in live.library.recordings] == [b"/1", b"/2"]
    assert live.taping.path == output
    assert str(output) in "".join(live.start_lines())
    assert live.summary({"forwarded": 3, "recorded": 2}).count(str(output)) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--upstream", "api.example.com"), 2, "https://api.example.com"),
        (("--upstream", "ftp://a.example"), 2, "ftp"),
        (("--upstream", "http://"), 2, "host"),
        (("--upstream", "http://u:p@a.example"), 2, "password"),
        (("--upstream", "http://a.example", "--output", "o.cassette"), 2, "--record"),
        (("--upstream", "https://a.example", "--ca", "missing.pem"), 2, "missing.pem"),
        (("--record", "new"), 2, "--upstream"),
        (("--output", "o.cassette"), 2, "--upstream"),
        (("--insecure",), 2, "--upstream"),
        (("missing.cassette", "--upstream", "http://a.example"), 4, "missing.cassette"),
        (("bad.md",), 2, "UTF-8"),
        (("bad.md", "--like", "nobody"), 2, "--like"),
    ],
)
def test_words_that_make_no_sense_give_a_sentence_and_a_code(
    arguments: tuple[str, ...], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.md").write_bytes(b"\xc3\x28")
    result = chunktape("play", *arguments, "--port", "0")
    error = result.exception
    said = str(error) if isinstance(error, ChunktapeError) else result.output
    assert (exit_code(error) if isinstance(error, ChunktapeError) else result.exit_code) == code
    assert words in said
    assert "Traceback" not in said


def test_a_taken_address_of_its_own_is_refused_by_the_command(tmp_path: Path) -> None:
    port = free_port()
    result = chunktape("play", "--port", str(port), "--upstream", f"http://localhost:{port}")
    assert "this server itself" in result.output + str(result.exception)
