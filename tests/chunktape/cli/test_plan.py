"""`chunktape plan`, as a person and as a script use it."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from cassettes.library import cassette_for
from cassettes.messages.columns import columns
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.store import save
from chunktape.cli import chunktape
from chunktape.show.pages.example import example
from player.faults.fault import Phase
from player.faults.gates import GATES
from player.faults.places import recorded_offset
from player.faults.registry import FAULTS
from player.grammar.addresses import At
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Stage
from player.schedule.tape import Tape
from player.spec.spec import parse_spec
from player.splits.plan import Body
from player.splits.registry import PROFILES


def _interaction(number: int, source: Body) -> Interaction:
    edges = (0, *source.cuts, len(source.data))
    chunks = [
        Chunk(at, read, source.data[start:end], Mark.END)
        for read, (at, start, end) in enumerate(zip(source.times, edges, edges[1:], strict=False), 1)
    ]
    headers = ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked"))
    return Interaction(
        number,
        Request("POST", b"/v1/chat/completions"),
        ResponseHead(1, 200, b"OK", headers),
        Chunks.of(chunks),
        Ending(EndKind.COMPLETE, max(1, source.ended), read=len(chunks)),
    )


def _encoded(number: int, body: bytes = b"\x1f\x8b\x08\x00\xe7\x95\xa4") -> Interaction:
    """An interaction whose body is content-encoded."""
    headers = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"gzip"))
    return Interaction(
        number,
        Request("POST", b"/v1/chat/completions"),
        ResponseHead(1, 200, b"OK", headers),
        Chunks.of([Chunk(2, 1, body, Mark.END)]),
        Ending(EndKind.COMPLETE, 2, read=1),
    )


@pytest.fixture
def encoded(tmp_path: Path) -> str:
    """A cassette with one encoded body."""
    path = tmp_path / "gzip.cassette"
    save(path, Header("test", 0, Origin()), [_encoded(1)])
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A cassette whose second interaction is the example stream; the first has no body."""
    path = tmp_path / "chat.cassette"
    save(path, Header("test", 0, Origin()), [_interaction(1, Body(b"")), _interaction(2, example())])
    return str(path)


def plan(*arguments: str) -> Result:
    return CliRunner().invoke(chunktape, ["plan", *arguments])


def test_it_is_a_command() -> None:
    assert plan("--help").output.startswith("Usage: ")


def test_it_prints_pieces_cuts_and_coverage(file: str) -> None:
    result = plan(file, "--split", "utf8,seed=1")

    assert result.exit_code == 0
    assert "chat.cassette #2: 657 bytes of sse" in result.output
    assert "utf8,seed=1,v=1\n" in result.output
    assert "你 cut after 2 of 3 bytes  utf8-3b/2 " in result.output
    assert "boundary coverage  planned" in result.output


def test_without_a_seed_it_says_which_one_it_shows(file: str) -> None:
    assert "seed 0" in plan(file, "--split", "utf8").output
    assert "seed 0" not in plan(file, "--split", "utf8,seed=3").output
    assert "seed 0" not in plan(file).output


def test_json_has_pieces_with_times_and_classes(file: str) -> None:
    read = json.loads(plan(file, "2", "--split", "stall", "--json").output)

    assert read["spec"] == "stall,for=3s,read=32768,v=1"
    assert read["body"]["size"] == read["pieces"][-1]["end"] == 657
    assert max(piece["hold_ns"] for piece in read["pieces"]) > 0
    assert {row["id"] for row in read["coverage"]} >= {"utf8-3b/1", "event-boundary"}


def test_json_names_what_the_body_lacks(file: str, encoded: str) -> None:
    read = json.loads(plan(file, "--json").output)
    absent = {one["id"]: one["cassette"] for one in read["absent"]}

    assert read["body"]["encoded"] is False
    assert absent == {
        row["id"]: cassette_for(row["id"]) for row in read["coverage"] if row["kind"] == "cut" and not row["positions"]
    }
    assert absent
    none = json.loads(plan(encoded, "--json").output)
    assert none["body"]["encoded"] is True
    assert len(none["absent"]) > len(absent)


def test_many_pieces_are_cut_short_and_said(file: str) -> None:
    result = plan(file, "--split", "bytes")

    assert "337 more pieces: --json" in result.output
    assert len(json.loads(plan(file, "--split", "bytes", "--json").output)["pieces"]) == 657


def test_an_encoded_body_is_shown_as_hex_and_no_character_is_read_into_it(encoded: str) -> None:
    output = plan(encoded, "--split", "bytes").output

    assert " 00 e7 | 95 a4" in output.replace("… ", " ")
    assert "cut after" not in output
    assert "畤" not in output


def test_a_file_is_named_without_what_a_terminal_would_obey(file: str, tmp_path: Path) -> None:
    for option in ("--svg", "--vectors"):
        drawn = plan(file, "--split", "merge", option, str(tmp_path / "a\N{ZERO WIDTH SPACE}b"))
        assert drawn.exit_code == 0
        assert "a\N{ZERO WIDTH SPACE}b" not in drawn.output
        assert r"a\u200bb" in drawn.output


def test_svg_draws_it(file: str, tmp_path: Path) -> None:
    picture = tmp_path / "plan.svg"

    drawn = plan(file, "--split", "merge", "--svg", str(picture))
    assert drawn.exit_code == 0
    assert f"{picture} is written." in drawn.output
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_vectors_of_a_level_and_their_number_first(file: str, tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.json"
    result = plan(file, "--exhaust", "structural", "--vectors", str(vectors))

    requests, written = result.output.splitlines()
    read = json.loads(vectors.read_text("utf-8"))
    assert requests == f"structural: variants 361, requests {len(read['plans'])}"
    assert written.endswith(f"plans {len(read['plans'])}")


def test_a_level_as_json_is_a_plan_per_line(file: str) -> None:
    result = plan(file, "--exhaust", "structural", "--json")

    plans = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(one["spec"].startswith("explicit,cuts=") for one in plans)
    assert f"requests {len(plans)}" in result.stderr


def test_help_shows_four_profiles_and_all_of_them_on_demand() -> None:
    first, every = plan("--profiles").output, plan("--profiles", "--all").output

    assert [line for line in first.splitlines()[:-1] if line[:1] != " "] == ["recorded", "utf8", "merge", "smoke"]
    assert "--profiles --all" in first
    assert all(f"\n{name}" in f"\n{every}" for name in PROFILES)
    assert "wechat-cronet, wechat-android, wechat-ios\n" in every


@pytest.mark.parametrize(("option", "names"), [("--faults", FAULTS), ("--rewrites", REWRITES)])
def test_faults_and_rewrites_are_listed_in_the_order_in_which_they_are_applied(
    option: str, names: dict[str, object]
) -> None:
    entries = plan(option).stdout.partition("\n\n")[0]
    listed = [line for line in entries.splitlines() if line[:1] != " "]

    assert {line.partition(" ")[0] for line in listed} == set(names)
    order = [word.name.lower() for word in (Phase if option == "--faults" else Stage)]
    places = [order.index(line.partition("(")[2].removesuffix(")")) for line in listed]
    assert places == sorted(places)


def test_faults_are_listed_with_what_they_take_and_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    english = plan("--faults").stdout
    assert "    Takes: at (an address; share:0.5 unless given), for (1ms..3600s; 5s unless given)\n" in english
    assert "    Of bodies: sse, ndjson\n" in english
    assert "    Ask: chunktape play --fault 'stall," in english
    assert all(f"\n    {key}=" in english for key in GATES)
    assert all(f"\n    {form.strip()}: " in english for form in At().allowed.split("|"))
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    both = plan("--faults", "--rewrites").stdout
    assert "\n    实际场景：" in both
    assert "\n    能发现：" in both
    assert "\n    参数：at（地址；不写时为 share:0.5）、for（1ms..3600s；不写时为 5s）\n" in both
    assert "\n    用法：chunktape play --rewrite 'crlf'\n" in both


def in_a_terminal(*arguments: str, columns: int) -> list[str]:
    """The lines that chunktape prints where standard output is a terminal of so many columns."""
    pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "chunktape", *arguments]
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "COLUMNS": str(columns)}) as process:
        os.close(theirs)
        printed = b""
        with suppress(OSError):  # Linux says by EIO that nobody writes any more
            while piece := os.read(ours, 65536):
                printed += piece
    os.close(ours)
    assert process.returncode == 0
    return printed.decode().splitlines()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_list_is_as_wide_as_its_terminal_and_unwrapped_without_one(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", language)
    assert max(map(columns, plan("--faults", "--rewrites").stdout.splitlines())) > 120

    lines = in_a_terminal("plan", "--faults", "--rewrites", "--profiles", "--all", columns=60)

    assert {len(line) - len(line.lstrip()) for line in lines} == {0, 4}
    # a word is never broken, so a long one may stand out
    assert [line for line in lines if columns(line) > 60 and " " in line.strip()] == []


def test_json_beside_a_list_is_json_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    lists = json.loads(plan("--faults", "--rewrites", "--profiles", "--all", "--json").stdout)

    assert [[one["name"] for one in lists[key]] for key in ("faults", "rewrites")] == [
        [one.name for one in sorted(FAULTS.values(), key=lambda one: one.phase)],
        [one.name for one in sorted(REWRITES.values(), key=lambda one: one.stage)],
    ]
    assert {one["name"] for one in lists["profiles"]} == set(PROFILES)
    stall = next(one for one in lists["faults"] if one["name"] == "stall")
    assert stall["parameters"]["for"] == {"takes": "1ms..3600s", "default": "5s"}
    assert set(stall["gates"]) == {"nth", "after", "times", "p"}, "its own duration is called for"
    assert (stall["phase"], stall["bodies"], stall["invents"]) == ("time", [], False)
    for one in (*lists["faults"], *lists["rewrites"]):
        assert one["about"].isascii()
        for asked in one["examples"]:
            parse_spec(f"recorded+{asked}")
    assert list(json.loads(plan("--rewrites", "--json").stdout)) == ["rewrites"]
    assert len(json.loads(plan("--profiles", "--json").stdout)["profiles"]) == 4


@pytest.mark.parametrize("option", ["--faults", "--rewrites", "--profiles"])
def test_a_file_beside_a_list_is_refused(file: str, option: str) -> None:
    result = plan(file, option)

    assert result.exit_code == 2
    assert f"leave out {file}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "chunktape plan FILE"),
        (["FILE", "7"], "no interaction 7; it has 1, 2"),
        (["FILE", "--split", "utf9"], "`utf8`"),
        (["FILE", "--split", "utf8+reset,at=byte:700"], "657 bytes"),
        (["FILE", "--split", "utf8+speed,x=2"], "'speed,x=2'"),
        (["FILE", "--split", "explicit,cuts=700"], "657 bytes"),
        (["FILE", "--split", "explicit,cuts=7,body=00000000"], "00000000"),
        (["FILE", "--split", "utf8", "--exhaust", "single"], "--exhaust"),
        (["FILE", "--svg", "no.svg", "--exhaust", "single"], "--svg draws one plan"),
    ],
)
def test_a_mistake_of_the_person_is_exit_code_2(file: str, arguments: list[str], words: str) -> None:
    result = plan(*(file if argument == "FILE" else argument for argument in arguments))

    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) <= 2


def test_a_cassette_without_a_body_has_nothing_to_cut(tmp_path: Path) -> None:
    path = tmp_path / "empty.cassette"
    save(path, Header("test", 0, Origin()), [_interaction(1, Body(b""))])

    assert plan(str(path)).exit_code == 2
    assert plan(str(path), "1").exit_code == 0


def test_a_file_that_can_t_be_written_is_named(file: str, tmp_path: Path) -> None:
    result = plan(file, "--svg", str(tmp_path / "no" / "such.svg"))

    assert result.exit_code == 4
    assert f"no{os.sep}such.svg can't be written" in result.stderr


def test_a_level_without_vectors_says_only_how_many(file: str) -> None:
    assert plan(file, "--exhaust", "single").output == "single: variants 644, requests 62\n"


@pytest.mark.parametrize("what", [["--split", "utf8,all=1"], ["--exhaust", "structural"], ["--exhaust", "single"]])
def test_coverage_of_an_encoded_body_can_t_be_demanded(encoded: str, what: list[str]) -> None:
    result = plan(encoded, *what, "--fail-under", "100", "--json")

    assert result.exit_code == 1
    assert "--fail-under 100 can't be judged: the body is content-encoded" in result.stderr
    assert plan(encoded, *what, "--fail-under", "0").exit_code == 0


def test_a_body_without_a_class_meets_no_demand(tmp_path: Path) -> None:
    path = tmp_path / "empty.cassette"
    save(path, Header("test", 0, Origin()), [_interaction(1, Body(b""))])
    result = plan(str(path), "1", "--fail-under", "1")

    assert result.exit_code == 1
    assert "the body has no boundary class" in result.stderr


def test_a_level_of_an_encoded_body_says_why_there_is_nothing(encoded: str, file: str) -> None:
    assert "the body is content-encoded" in plan(encoded, "--exhaust", "structural").stdout
    assert ", or try " in plan(encoded, "--exhaust", "structural").stdout
    assert "the body is content-encoded" in plan(encoded, "--exhaust", "structural", "--json").stderr
    assert "content-encoded" not in plan(file, "--exhaust", "structural").output


def test_a_plan_says_where_a_fault_lies(file: str) -> None:
    body = example().data
    offset = recorded_offset(Tape(_interaction(2, example())), "event:5")
    result = CliRunner().invoke(chunktape, ["plan", file, "--split", "utf8,seed=1+reset,at=event:5"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[1] == "utf8,seed=1,v=1+reset,at=event:5,v=1"
    assert f"reset,at=event:5,v=1: behind byte {offset} of {len(body)}, at " in result.output


def test_a_plan_cuts_the_rewritten_body(file: str) -> None:
    result = CliRunner().invoke(chunktape, ["plan", file, "--split", "lines+crlf+stall", "--json"])
    told = json.loads(result.output)
    body = example().data
    assert told["body"]["size"] == len(body) + body.count(b"\n") - body.count(b"\r\n")
    assert told["spec"] == "lines,seed=0,v=1+crlf,v=1+stall,at=share:0.5,for=5s,v=1"
    assert [one["fault"].partition(",")[0] for one in told["faults"]] == ["stall"]
    assert told["faults"][0]["offset"] > len(body) // 2


def test_a_fault_says_its_place_or_that_there_is_nothing_to_change(file: str) -> None:
    result = CliRunner().invoke(chunktape, ["plan", file, "--split", "recorded+idle-cut"])
    assert "idle-cut,over=60s,by=close,v=1: nothing to change here" in result.output


@pytest.mark.parametrize("more", ["speed,x=2", "gap,ms=5", "speed,idle-cap=1s"])
def test_a_plan_has_no_pace(file: str, more: str) -> None:
    result = CliRunner().invoke(chunktape, ["plan", file, "--split", f"utf8+{more}"])
    assert (result.exit_code, more in result.output) == (2, True)


@pytest.mark.parametrize(
    ("fault", "sent", "whole", "torn"),
    [
        ("truncate,at=byte:100", 100, 6, 1),
        ("reset,at=byte:96", 96, 6, 0),
        ("vanish,at=head", 0, 0, 0),
        ("status,code=429", 0, 0, 0),
        ("stall,at=byte:100", 657, 42, 0),
        ("hold-open", 657, 42, 0),
    ],
)
def test_what_a_fault_keeps_back_is_marked(file: str, fault: str, sent: int, whole: int, torn: int) -> None:
    split = f"bytes,n=16+{fault}"
    lines = plan(file, "--split", split).stdout.splitlines()
    told = json.loads(plan(file, "--split", split, "--json").stdout)
    sizes = [piece["sent"] for piece in told["pieces"]]

    assert (told["sent"], sum(sizes)) == (sent, sent)
    assert sum(1 for piece in told["pieces"] if piece["sent"] == piece["end"] - piece["start"]) == whole
    assert [line.rsplit("  ", 1)[-1] for line in lines].count("not sent") == len(sizes) - whole - torn
    assert sum(line.endswith(f"sent up to byte {sent}") for line in lines) == torn
    assert (f"Sent: {sent} of 657 bytes, {whole + torn} of {len(sizes)} pieces" in lines) == (sent < 657)


def test_what_is_not_sent_hits_nothing(file: str) -> None:
    demand = ("--split", "utf8,all=1+truncate,at=byte:1", "--fail-under", "1")

    assert plan(file, *demand).exit_code == 1
    assert plan(file, "--split", "utf8,all=1", "--fail-under", "1").exit_code == 0


def test_vectors_have_neither_rewrites_nor_faults(file: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        chunktape, ["plan", file, "--split", "utf8+reset", "--vectors", str(tmp_path / "v.json")]
    )
    assert result.exit_code == 2
    assert "leave rewrites and faults out" in result.output
