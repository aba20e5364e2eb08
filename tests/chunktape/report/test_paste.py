"""A report as text: what stands in it, what does not, and that it fits into an issue."""

from dataclasses import replace
from hashlib import sha256

from chunktape.doctor.judge import findings
from chunktape.report.armour import opened
from chunktape.report.paste import ROOM, paste, replay
from chunktape.report.played import Played, played
from chunktape.report.running import Saw
from chunktape.report.shared import shared
from tests.chunktape.doctor.machines import machine
from tests.support.recordings import END, cassette, interaction

FOUND = findings(machine(node=""))
NAMES = {"/home/annette": "~", "annette": "USER"}


def test_machine_and_space_for_words_without_a_cassette() -> None:
    text = paste("0.1.0", FOUND, NAMES)

    assert text.startswith("### What I did")
    assert "- chunktape 0.1.0\n" in text
    assert "- NOT OK node: version=-\n" in text
    assert "192.168" not in text
    assert "/home" not in text
    assert "recording" not in text


def test_the_cassette_is_in_it_and_the_command_that_shows_the_bug() -> None:
    one = cassette(interaction([(0, 0, 'data: {"t":"你好"}\n\n'.encode(), END)]))
    tape = shared(one)
    bug = played("utf8,seed=7", one.interactions, tape.interactions)
    text = paste("0.1.0", FOUND, NAMES, tape, "sound", bug)

    assert opened(text, "x").data == tape.data
    assert opened(text, "x").spec == "utf8,seed=7,v=1"
    assert f"chunktape play bug-{tape.digest}.cassette --split 'utf8,seed=7,v=1'" in text
    assert "- #1 GET /a 200, 1 chunks" in text


def test_a_large_one_is_described_and_the_report_still_fits() -> None:
    noise = b"".join(sha256(bytes(number % 256 for number in (n, n >> 8))).digest() for n in range(ROOM // 32))
    one = cassette(interaction([(0, 0, noise + "你".encode(), END)]))
    tape = shared(one)
    text = paste("0.1.0", FOUND, NAMES, tape, "damaged", played("uniform,seed=7", one.interactions, tape.interactions))

    assert len(text) < 65_536
    assert "too large to be pasted" in text
    assert "- damaged, " in text
    assert "- plan: uniform," in text
    assert "format 1" in text
    assert "BEGIN CHUNKTAPE" not in text
    assert text.endswith("\n~~~~\n")


def test_what_is_shown_of_a_large_one_has_no_name_of_the_machine() -> None:
    noise = b"".join(sha256(str(n).encode()).hexdigest().encode() + b"\n" for n in range(2000))
    tape = shared(cassette(interaction([(0, 0, b"/home/annette at 10.1.2.3\n" + noise, END)])))
    text = paste("0.1.0", FOUND, NAMES, tape, "sound")

    assert "    | ~ at ADDRESS" in text
    assert "more lines" in text
    assert "annette" not in text


def test_what_a_player_saw_is_one_line_a_request() -> None:
    saw = Saw(
        "0.1.0",
        entries=(
            {
                "number": 1,
                "method": "POST",
                "target": "/v1/chat",
                "status": 200,
                "answer": "replay",
                "cassette": "/home/annette/a.cassette",
                "client": "192.168.1.7",
                "note": "from /home/annette/b at 10.1.2.3\n\x1b[31m",
                "differs": [{"in": "body", "name": "/model", "recorded": "secret", "asked": "other"}],
            },
            {"number": 2, "target": "x" * 5000},
        ),
        observed={1: (10, 20)},
        coverage=({"interaction": 1, "percent": {"planned": 30, "sent": 30, "observed": None}},),
    )
    text = paste("0.1.0", FOUND, NAMES, saw=saw)

    assert "- #1 method=POST, target=/v1/chat, answer=replay, status=200, note=from ~/b at ADDRESS\\n\\x1b[31m" in text
    assert "  - differs: body /model\n" in text
    assert "  - the client reported pieces of 10 20 bytes\n" in text
    assert "- boundary classes hit in interaction 1: planned 30 %, sent 30 %\n" in text
    for word in ("annette", "192.168", "a.cassette", "secret", "x" * 200, "\x1b"):
        assert word not in text
    assert "No request has come." in paste("0.1.0", FOUND, NAMES, saw=replace(saw, entries=()))
    assert "A recorder is running" in paste("0.1.0", FOUND, NAMES, saw=Saw("1", recording=True))


def test_the_command_is_quoted() -> None:
    assert replay("a b.cassette", Played()) == 'chunktape play "a b.cassette"'
    assert replay("a.cassette", Played("utf8")) == "chunktape play a.cassette --split 'utf8'"
    assert replay("a.cassette", Played("utf8+emoji", for_check=True)).startswith(
        "chunktape check CLIENT --tape a.cassette"
    )
