"""`chunktape show`: what people, diffs and scripts see; nothing recorded acts on a terminal."""

import base64
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from rich.cells import cell_len

from cassettes import store
from cassettes.errors import SpecError
from cassettes.library import folder
from cassettes.model import (
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Headers,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)
from chunktape.cli import chunktape
from chunktape.show.lines import cassette_text
from chunktape.show.table import chunk_lines, duration, session_line
from chunktape.show.values import cassette_json
from tests.support import strategies
from tests.support.recordings import END, interaction
from tests.support.samples import V1_HEADER, V1_INTERACTIONS

DATA = Path(__file__).parent.parent.parent / "data"
V1 = str(DATA / "v1.cassette")


def run(*args: str, width: int = 140, language: str = "en") -> Result:
    env = {"COLUMNS": str(width), "CHUNKTAPE_LANG": language}
    return CliRunner().invoke(chunktape, args, env=env, prog_name="chunktape")


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    data = bytearray((DATA / "v1.cassette").read_bytes())
    data[data.index(b"DONE")] ^= 1
    (tmp_path / "damaged.cassette").write_bytes(data)
    return str(tmp_path / "damaged.cassette")


@pytest.fixture
def torn(tmp_path: Path) -> str:
    data = (DATA / "v1.cassette").read_bytes()
    (tmp_path / "torn.cassette").write_bytes(data[:-80])
    return str(tmp_path / "torn.cassette")


def test_the_table() -> None:
    out = run("show", V1).stdout
    assert "from https://api.example.com by chunktape 0.1.0; secrets masked: authorization" in out
    rows = [line.split() for line in out.splitlines() if re.match(r"\d ", line)]
    assert rows == [
        ["1", "POST", "/v1/chat/completions?stream=1", "200", "412", "ms", "490", "ms", "5", "50", "complete"],
        ["2", "GET", "/v1/[bold]⟨ff⟩", "206", "3.0", "ms", "9.5", "ms", "1", "7", "reset"],
        ["3", "GET", "/none", "-", "-", "15", "ms", "0", "0", "unreachable"],
    ]


def test_in_80_columns_only_the_target_gives_way() -> None:
    out = run("show", V1, width=80).stdout
    table = [line for line in out.splitlines() if re.match(r"#|\d |─", line)]
    assert len(table) == 5
    assert all(cell_len(line) <= 80 for line in table)
    assert "Duration" in out
    assert "unreachable" in out
    assert re.search(r"/v1/chat/\w+… ", out)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 50, 60, 70])
def test_in_fewer_columns_whole_ones_give_way_and_no_number_is_cut(width: int, language: str) -> None:
    lines = run("show", V1, width=width, language=language).stdout.splitlines()
    table = [line for line in lines if re.match(r"#|\d  |─", line)]
    assert len(table) == 5
    assert all(cell_len(line) <= width for line in table)
    assert [table[row].count("…") for row in (0, 2, 4)] == [0, 1, 0]  # in the long target only
    assert table[-1].rstrip().endswith("unreachable")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_short_target_takes_no_column_from_the_ending(language: str, tmp_path: Path) -> None:
    file = str(tmp_path / "a.cassette")
    store.save(file, V1_HEADER, [interaction([(0, 0, b"x", END)], kind=EndKind.CLIENT_ABORT)], "create")
    for width in range(45, 75):
        out = run("show", file, width=width, language=language).stdout
        assert re.search(r"^1 .*client-abort *$", out, re.MULTILINE), out


def test_the_chunks_of_one() -> None:
    out = run("show", V1, "1").stdout
    rows = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines() if re.match(r"\d  ", line)]
    assert rows == [
        ["1", "412.000", "0.000", "6", "end", ": ok\\n\\n"],
        ["2", "451.250", "39.250", "17", 'data: {"delta":"⟨e4⟩'],
        ["3", "480.000", "28.750", "13", "end", '⟨bd a0⟩好👋"}\\n\\n'],
        ["4", "480.000", "0.000", "14", "data: [DONE]\\n\\n"],
        ["5", "481.000", "1.000", "0", "end"],
    ]
    for text in (
        "  Authorization: ***\n",
        "HTTP/1.1 200 OK\n",
        '  {"q":"hi"}\n',
        "Ended after 490 ms: complete",
        "X-Sum: ab12",
    ):
        assert text in out


def test_the_chunks_of_a_chat_say_its_words() -> None:
    out = run("show", str(folder() / "chat-openai.cassette"), "1").stdout
    rows = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines() if re.match(r" *\d+  ", line)]

    assert [row[-1] for row in rows[1:5]] == ["你", "好", "！", "👋"]
    assert "[finish stop]" in out


def test_the_interaction_with_most_chunks_is_suggested() -> None:
    """And not the last one, which may be an error, or a favicon that the browser asked for."""
    assert f"chunktape show {V1} 1" in run("show", V1).stdout.replace("\n", "")


def test_the_text_of_an_answer_alone() -> None:
    chat = str(folder() / "chat-anthropic.cassette")
    one, every = run("show", "--answer", chat, "1"), run("show", "--answer", chat)

    assert one.stdout.startswith("你好！👋 我是一个流式回答的示例。\n\n模型")
    assert one.stdout.endswith("✅\n")
    assert "\u200d" in one.stdout
    assert every.stdout.startswith(one.stdout + "\n")
    assert isinstance((refused := run("show", "--answer", V1)).exception, SpecError | SystemExit)
    assert "has no answer with a text" in refused.output + str(refused.exception)


def test_an_answer_that_never_came() -> None:
    out = run("show", V1, "3").stdout
    assert "No response head was received." in out
    assert "connection refused" in out


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_of_the_chunks_is_wider_than_the_terminal(width: int) -> None:
    wide = Interaction(
        1, Request("GET", b"/"), None, Chunks.of([Chunk(1, 0, "你好".encode() * 99)]), Ending(EndKind.RESET)
    )
    for one in (*V1_INTERACTIONS, wide):
        assert all(cell_len(line) <= width for line in chunk_lines(one, width))


def test_what_was_lost_is_said_last_and_loudly(damaged: str, torn: str) -> None:
    for args in ((damaged,), (damaged, "1")):
        last = " ".join(run("show", *args).stdout.split())
        assert last.endswith(
            "offset 578 on were left out: the checksum of a record is wrong. All before them is whole."
        )
        assert "DAMAGED: 440 bytes from offset 578" in last
    assert "INTERRUPTED: The last 24 bytes, from offset 914" in run("show", torn).stdout
    assert run("show", damaged).exit_code == 0


def test_an_interrupted_file_with_whole_records(tmp_path: Path) -> None:
    writer = store.CassetteWriter(tmp_path / "a", V1_HEADER)
    out = run("show", str(tmp_path / "a")).stdout
    writer.abandon()
    assert "No interactions." in out
    assert (
        "INTERRUPTED: There is no footer: the recorder was killed or could write no more, or is still recording." in out
    )


@pytest.mark.parametrize("args", [("9",), ("--text", "--json"), ("-1",), ("x",)])
def test_usage_errors(args: tuple[str, ...]) -> None:
    result = run("show", V1, *args)
    assert result.exit_code == 2
    assert result.stderr


def test_no_such_interaction_names_those_there_are() -> None:
    assert "has no interaction 9; it has 1, 2, 3." in run("show", V1, "9").stderr


def test_errors_are_one_line_and_no_traceback(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", __file__):
        result = run("show", str(path))
        assert result.exit_code == 4
        assert result.stderr.startswith("chunktape: ")
        assert result.stderr.count("\n") == 1


EVIL = "[bold red]x[/]\x1b[2J\x1b]0;title\x07\u202e".encode()


def test_recorded_text_is_never_markup_nor_control(tmp_path: Path) -> None:
    target = b"/[bold]\xc2\x9b31m" + "\u202e".encode()
    header = Header(EVIL.decode(), 0, Origin(EVIL.decode(), EVIL.decode(), note=EVIL.decode()), (EVIL.decode(),))
    head = ResponseHead(1, 200, b"[red]\xff", ((b"X", b"[link=x]\xc2\x9b"),))
    one = Interaction(
        1,
        Request("GET", target, ((b"X", b"[blink]"),), EVIL),
        head,
        Chunks.of([Chunk(2, 1, EVIL, Mark.UNPARSED)]),
        Ending(EndKind.RESET, 3, note=EVIL.decode()),
    )
    path = str(tmp_path / "evil")
    store.save(path, header, [one])
    for args in ((path,), (path, "1"), (path, "--text"), (path, "--json")):
        out = run("show", *args).stdout
        assert "[bold" in out
        assert all(c.isprintable() or c == "\n" for c in out)


def test_chinese() -> None:
    out = run("show", V1, language="zh").stdout
    assert "结束方式" in out
    assert "已脱敏：authorization" in out
    assert "传输分块" in run("show", V1, "1", language="zh").stdout


def test_a_made_cassette_says_so() -> None:
    line = session_line(Header("t", 0, Origin("made", "a.md", real_bytes=False, real_times=False, note="30 tokens/s")))
    assert "its bytes were generated, not recorded; its times were generated, not recorded; 30 tokens/s" in line
    assert "no redaction: it may hold secrets" in session_line(Header("t", 0, Origin()))


@pytest.mark.parametrize(
    ("ns", "text"), [(0, "0.0 ms"), (412_000, "0.4 ms"), (812_400_000, "812 ms"), (4_310_000_000, "4.31 s")]
)
def test_durations(ns: int, text: str) -> None:
    assert duration(ns) == text


def test_text_is_the_same_everywhere(tmp_path: Path) -> None:
    """Frozen: a change of this form makes every stored diff noisy, so it is made on purpose or not at all."""
    elsewhere = tmp_path / "copy"
    elsewhere.write_bytes((DATA / "v1.cassette").read_bytes())
    out = run("show", str(elsewhere), "--text", width=40, language="zh").stdout_bytes
    assert out == run("show", V1, "--text").stdout_bytes
    assert out.decode() == (DATA / "v1.txt").read_text(encoding="utf-8")


def test_text_of_a_new_recording_differs_in_times_only() -> None:
    one = V1_INTERACTIONS[0]
    again = replace(one, chunks=Chunks.of([Chunk(450_000_000, 1, one.body, Mark.END)]))
    first, second = (
        cassette_text(store.loads(store.dumps(V1_HEADER, [each])), [each]).splitlines() for each in (one, again)
    )
    cut = first.index("  framing chunked")
    assert first[:cut] == second[:cut]
    assert first[cut + 1 :] != second[cut + 1 :]


def test_text_says_what_was_dropped(damaged: str) -> None:
    out = run("show", damaged, "--text").stdout
    assert out.startswith("format 1\nstate damaged\ndropped 440 bytes from offset 578\n")


@settings(max_examples=40)
@given(session=strategies.sessions())
def test_json_holds_everything(session: tuple[Header, tuple[Interaction, ...]]) -> None:
    header, interactions = session
    cassette = store.loads(store.dumps(header, interactions))
    out = json.loads(json.dumps(cassette_json(cassette, cassette.interactions)))
    assert (out["format"], out["state"], out["closed"], out["damage"]) == (1, "sound", True, None)
    origin = out["sessions"][0].pop("origin")
    assert Header(**{**out["sessions"][0], "origin": Origin(**origin), "redaction": header.redaction}) == header
    assert tuple(_back(one) for one in out["interactions"]) == interactions
    assert cassette_text(cassette, interactions).count("\ninteraction ") == len(interactions)


def _back(one: "dict[str, object]") -> Interaction:
    """An interaction from what `--json` says of it."""
    value = json.loads(json.dumps(one), object_hook=_bytes_of_bodies)
    request, head, ending, body = value["request"], value["response"], value["ending"], value["body"]
    chunks = [
        Chunk(c["at_ns"], c["read"], body[c["offset"] : c["offset"] + c["size"]], Mark[c["mark"].upper()])
        for c in value["chunks"]
    ]
    return Interaction(
        value["number"],
        Request(
            request["method"],
            request["target"].encode("latin-1"),
            _pairs(request["headers"]),
            request["body"],
            request["version"],
            request["at_ns"],
        ),
        head
        and ResponseHead(
            head["at_ns"], head["status"], head["reason"].encode("latin-1"), _pairs(head["headers"]), head["version"]
        ),
        Chunks.of(chunks),
        Ending(EndKind(ending["kind"]), ending["at_ns"], ending["read"], _pairs(ending["trailers"]), ending["note"]),
    )


def _bytes_of_bodies(value: "dict[str, object]") -> object:
    if value.keys() == {"encoding", "size", "data"}:
        text = str(value["data"])
        return text.encode() if value["encoding"] == "utf-8" else base64.b64decode(text)
    return value


def _pairs(pairs: "list[list[str]]") -> Headers:
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


def test_json_of_one_and_of_a_damaged_file(damaged: str) -> None:
    out = json.loads(run("show", damaged, "1", "--json").stdout)
    assert out["damage"] == {"offset": 578, "dropped": 440, "corrupt": True}
    assert [one["ending"]["kind"] for one in out["interactions"]] == ["interrupted"]
    assert out["interactions"][0]["chunks"][1] == {
        "at_ns": 451_250_000, "gap_ns": 39_250_000, "read": 1, "offset": 6, "size": 17, "mark": "none",
    }  # fmt: skip


@pytest.mark.wire
def test_a_chinese_windows_console_shows_it() -> None:
    env = {"PYTHONIOENCODING": "gbk", "CHUNKTAPE_LANG": "zh", "PATH": ""}
    for args in (["show", V1], ["show", V1, "1"]):
        done = subprocess.run([sys.executable, "-m", "chunktape", *args], capture_output=True, env=env, check=True)
        assert "结束" in done.stdout.decode("gbk")
    done = subprocess.run(
        [sys.executable, "-m", "chunktape", "show", V1, "--text"], capture_output=True, env=env, check=True
    )
    assert done.stdout == (DATA / "v1.txt").read_bytes()


def test_git_diffs_cassettes_with_the_two_lines_of_the_documentation(tmp_path: Path) -> None:
    """docs/format.md names them; `git diff` then shows text and not "binary files differ"."""
    page = (Path(__file__).parents[3] / "docs" / "format.md").read_text("utf-8")
    attributes, textconv = "*.cassette diff=chunktape", "chunktape show --text"
    assert attributes in page
    assert f'git config diff.chunktape.textconv "{textconv}"' in page

    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@t.invalid", *words]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8").stdout

    header = Header("t", 0, Origin())
    git("init", "-q")
    (tmp_path / ".gitattributes").write_text(attributes + "\n")
    git("config", "diff.chunktape.textconv", f"{sys.executable} -P -m {textconv}")
    store.save(tmp_path / "a.cassette", header, [])
    git("add", ".")
    git("commit", "-q", "-m", "one")
    store.save(tmp_path / "a.cassette", header, [], mode="overwrite")
    one = Interaction(1, Request("GET", b"/new"), None, Chunks(), Ending(EndKind.UNREACHABLE))
    store.save(tmp_path / "a.cassette", header, [one], mode="overwrite")

    difference = git("diff")

    assert "Binary" not in difference
    assert any(line.startswith("+") and "/new" in line for line in difference.splitlines())
