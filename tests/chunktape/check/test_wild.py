"""Clients as people write them, in the shapes of public projects: the default plans find what is wrong, with the right
cause, a plan of one cut or join, and the line.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.check.findings import Finding, Report
from chunktape.check.life.live import Asked
from chunktape.check.reports.causes import why
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.sweep.effort import Effort
from chunktape.check.tapes import given
from tests.chunktape.commands import as_typed

pytestmark = pytest.mark.wire

WILD = Path(__file__).parent / "clients" / "wild"


@pytest.fixture
def findings(require_tool: Callable[[str], str]) -> Callable[..., list[Finding]]:
    """The findings of a client on one tape and its rewrites, as far as so many runs go."""
    require_tool("node")

    def check(name: str, runs: int = 0, scene: Asked | None = None) -> list[Finding]:
        file = str(WILD / name)
        child = node_client(file)
        try:
            return Check(Report(file), child, effort=Effort(runs=runs)).run(given(["torture-lf"]), scene=scene).findings
        finally:
            child.close()

    return check


def marked(name: str, mark: str = "HERE") -> int:
    lines = (WILD / name).read_text("utf-8").split("\n")
    (number,) = [number for number, line in enumerate(lines, 1) if f"// {mark}" in line]
    return number


def told(one: Finding) -> tuple[str, str, int]:
    """The spec's changes, why the line is named, and the line."""
    changes = [part for part in one.spec.split("+")[0].split(",") if part.startswith(("add", "drop"))]
    assert one.place is not None, one
    return " ".join(changes), f"{one.place.why} {one.place.what}".strip(), one.place.line


def test_bytes_that_are_never_decoded_are_told_so(findings: Callable[..., list[Finding]]) -> None:
    undecoded, *others = findings("latin.js", 500)
    assert "UTF-8 is never decoded" in why(undecoded).bug
    assert why(undecoded).link == "docs/check.md#characters"
    assert told(undecoded) == ("", "shown", marked("latin.js"))
    assert not any(one.sign for one in others)


def test_a_buffer_up_to_its_last_line_end_has_two_bugs_and_outlives_its_answer(
    findings: Callable[..., list[Finding]],
) -> None:
    torn, joined, *_ = findings("last_newline.js", 400)
    assert told(torn) == ("add=128", "swallowed decodeURIComponent", marked("last_newline.js"))
    assert "a character that is cut is lost" in why(torn).bug
    assert told(joined)[1:] == ("swallowed JSON.parse", marked("last_newline.js", "JOINED"))
    assert joined.cause.class_id == "merge2"
    (mixed,) = findings("last_newline.js", scene=Asked("together"))
    assert mixed.verdict.oracle == "together"


@pytest.mark.parametrize("name", ["slices.js", "timer.js"])
def test_a_line_in_two_parts_is_lost_where_its_json_is_parsed(
    findings: Callable[..., list[Finding]], name: str
) -> None:
    torn, *_ = findings(name, 500)
    assert told(torn) == ("add=128", "swallowed JSON.parse", marked(name))
    assert "not put together again" in why(torn).bug


def test_a_list_of_events_is_read_whole(findings: Callable[..., list[Finding]]) -> None:
    assert [(one.verdict, one.tape.name) for one in findings("../classes/frames.mjs")] == []


def test_the_result_of_a_call_may_come_behind_its_end(require_tool: Callable[[str], str]) -> None:
    """A line end of its own follows the end: the request is over with a later piece."""
    require_tool("node")
    client = str(WILD / "ends_then_returns.js")
    split = ("--tape", "torture-lf", "--split", "event,add=4059+blank-lines")
    assert as_typed("check", client, *split, folder=WILD).exit_code == 0


def test_a_class_that_asks_is_not_given_text(findings: Callable[..., list[Finding]]) -> None:
    found = findings("../classes/own_request.js", 400)
    assert any("Chinese turns into U+FFFD" in why(one).bug for one in found)


def test_a_client_that_shows_nothing_under_a_profile_has_one_bug_there(findings: Callable[..., list[Finding]]) -> None:
    (silent,) = findings("only_buffers.js", 400)
    assert (silent.sign, silent.profile) == ("silent", "devtools")
    assert "nothing is shown of any tape" in why(silent).bug
    assert why(silent).link == "docs/check.md#how-a-client-is-driven"


def test_the_line_that_repeats_a_failure_on_a_stream_of_ones_own_fails_again(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    """Of the stream that is written otherwise the client shows nothing: it is driven by the one that it reads."""
    require_tool("node")
    (tmp_path / "lines.mjs").write_text(
        """let held = '';
export function read(text) {
  const lines = (held + text).split('\\n');
  held = lines.pop();
  const events = lines.filter((line) => line.startsWith('data: {"word"'));
  return events.map((line) => JSON.parse(line.slice(6)).word).join('');
}
""",
        "utf-8",
    )
    words = ("check", "lines.mjs", "--template", '{"word":$TEXT}', "--split")
    assert as_typed(*words, "event", folder=tmp_path).exit_code == 0
    found = as_typed(*words, "event+nospace", folder=tmp_path)
    assert (found.exit_code, "--split 'event+nospace'" in found.stdout) == (1, True), found.output


def test_a_line_of_a_file_beside_the_folder_of_the_client_is_shown(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    require_tool("node")
    for name, text in {
        "chat/ask.mjs": "export { read } from '../lib/read.mjs';\n",
        "lib/read.mjs": "export function read(bytes) {\n  return new TextDecoder().decode(bytes);\n}\n",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    found = as_typed("check", "chat/ask.mjs", "--tape", "chat-text", folder=tmp_path)
    assert (found.exit_code, "    return new TextDecoder().decode(bytes);" in found.stdout) == (1, True), found.output
