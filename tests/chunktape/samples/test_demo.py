"""The demo: how it compares, and the whole of it with real processes."""

import re

import pytest

from benchmarks.journeys.page import missing
from cassettes.clock import MS
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from chunktape.samples.demo import Arrived, compare, inside, naive, right
from player.spec.spec import parse_spec
from player.splits import Body, plan_for
from tests.docs.test_readme import commands
from tests.whole.test_parts import HOME, run


def answer(*chunks: Chunk) -> Interaction:
    return Interaction(
        1, Request("POST", b"/"), ResponseHead(0, 200), Chunks.of(chunks), Ending(EndKind.COMPLETE, chunks[-1].at)
    )


def test_a_transfer_chunk_arrives_with_its_last_byte() -> None:
    interaction = answer(
        Chunk(1 * MS, 1, b"ab"),
        Chunk(2 * MS, 2, b"c", Mark.END),
        Chunk(3 * MS, 3, b"d"),
        Chunk(4 * MS, 4, b"", Mark.END),
    )

    assert Arrived(interaction.chunks).found == [(2 * MS, b"abc"), (4 * MS, b"d")]


@pytest.mark.parametrize(
    ("late", "data", "agree"),
    [
        (1 * MS, (b"ab", b"cd"), True),
        (21 * MS, (b"ab", b"cd"), False),
        (0, (b"a", b"bcd"), False),
        (0, (b"ab", b"xx"), False),
    ],
)
def test_bytes_boundaries_and_times_must_agree(late: int, data: tuple[bytes, bytes], agree: bool) -> None:
    recorded = answer(Chunk(10 * MS, 1, b"ab", Mark.END), Chunk(20 * MS, 2, b"cd", Mark.END))
    replayed = answer(Chunk(10 * MS + late, 1, data[0], Mark.END), Chunk(20 * MS + late, 2, data[1], Mark.END))

    comparison = compare(recorded, replayed)

    assert comparison.agree is agree
    assert comparison.same_bytes is (recorded.body == replayed.body)
    assert comparison.same_boundaries is (data == (b"ab", b"cd"))


def test_nothing_at_all_does_not_agree() -> None:
    empty = Interaction(1, Request("GET", b"/"), ResponseHead(0, 200), Chunks(), Ending(EndKind.COMPLETE))

    assert not compare(empty, empty).agree


EVENT = 'data: {"choices":[{"delta":{"content":"你好"}}]}\n\n'.encode()


def test_a_client_that_decodes_each_piece_by_itself_shows_garbage_and_one_that_waits_does_not() -> None:
    at = EVENT.index("你".encode()) + 1
    pieces = [EVENT[:at], EVENT[at:], b'data: {"choices":[]}\n\n', b"data: [DONE]\n\n", b"data: half"]

    assert right(pieces) == "你好"
    assert naive(pieces) == "\N{REPLACEMENT CHARACTER}" * 3 + "好"
    assert naive([EVENT]) == "你好"
    assert naive([]) == right([]) == ""


def test_the_split_of_the_demo_cuts_inside_each_of_them_and_between_events() -> None:
    body = EVENT + EVENT
    split = parse_spec(inside("你", body)).split
    assert split is not None

    at = EVENT.index("你".encode()) + 1
    assert list(plan_for(Body(body, b"text/event-stream"), split).cuts) == [at, len(EVENT), len(EVENT) + at]


@pytest.mark.wire
@pytest.mark.parametrize(
    ("lang", "page", "agree", "equal"),
    [
        ("en", "README.md", r"Agree:", r"bytes equal \(\d+\), boundaries equal \(\d+ transfer"),
        ("zh", "README.zh-CN.md", r"(?<!不)一致：", r"字节一致（\d+ 字节），分块边界一致（\d+"),
    ],
    ids=["en", "zh"],
)
def test_the_whole_demo(lang: str, page: str, agree: str, equal: str) -> None:
    """It prints what the README shows."""
    result = run(HOME, "-m", "chunktape", "demo", CHUNKTAPE_LANG=lang, COLUMNS="100", PYTHONUTF8="1")

    told = re.sub(r"\s*\n" if lang == "zh" else r"\s+", "" if lang == "zh" else " ", result.stdout)
    assert "Traceback" not in result.stderr
    # only times may disagree: a busy machine may be late, and says so
    assert re.search(equal, told)
    assert result.returncode == (0 if re.search(agree, told) else 1)
    (shown,) = [one.shown for one in commands((HOME / page).read_text("utf-8")) if one.words == "chunktape demo"]
    right = "你好！👋 我是一个流式回答的示例。"
    assert right in result.stdout
    assert right.replace("你", "\N{REPLACEMENT CHARACTER}" * 3) in result.stdout
    assert result.stdout.rstrip().splitlines()[-1].lstrip().startswith("chunktape play FILE --split utf8")
    agreed = result.returncode == 0
    assert missing(tuple(line for line in shown if agreed or not re.search(agree, line)), result.stdout) == []


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("record", "--help"),
        ("play", "--help"),
        ("show", "cassettes/library/chat-text.cassette"),
        ("show", "cassettes/library/chat-openai.cassette", "1"),
        ("verify", "cassettes/library/chat-text.cassette"),
        ("plan", "cassettes/library/chat-gemini.cassette", "1", "--split", "utf8,seed=1"),
    ],
    ids=" ".join,
)
def test_a_console_that_cannot_show_a_character_stops_nothing(words: tuple[str, ...], encoding: str) -> None:
    result = run(HOME, "-m", "chunktape", *words, PYTHONIOENCODING=encoding, CHUNKTAPE_LANG="zh")

    assert result.returncode == 0, result.stderr
    assert result.stdout
    assert "Traceback" not in result.stderr
