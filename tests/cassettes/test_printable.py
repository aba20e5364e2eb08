"""Whatever was recorded, what is printed can't act on a terminal, and can be told from other bytes."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.printable import as_ascii, brief, is_text, preview, printable, safe, word


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"data: hi\r\n\t", "data: hi\\r\\n\\t"),
        ("你好👋".encode(), "你好👋"),
        ("你".encode()[:2], "⟨e4 bd⟩"),
        (b"\xa0" + "好".encode(), "⟨a0⟩好"),
        (b"a\xff\xfe\xffb", "a⟨ff fe ff⟩b"),
        (b"\x1b[31m\x00\x7f", "\\x1b[31m\\x00\\x7f"),
        ("\u202e\u200d\u2028\U000e0041\x9b".encode(), "\\u202e\\u200d\\u2028\\U000e0041\\x9b"),
        (b"[bold]</script>", "[bold]</script>"),
        (b"\\n", "\\\\n"),
        ("⟨e4⟩".encode(), "\\u27e8e4⟩"),
        (b"\xed\xa0\x80", "⟨ed a0 80⟩"),
        (b"", ""),
    ],
)
def test_preview(data: bytes, text: str) -> None:
    assert preview(data) == text


@pytest.mark.parametrize(("limit", "text"), [(1, "a…"), (2, "a…"), (3, "a…"), (4, "a你…"), (6, "a你…"), (7, "a你好")])
def test_a_limit_never_cuts_a_character(limit: int, text: str) -> None:
    assert preview("a你好".encode(), limit) == text


@given(
    data=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    limit=st.none() | st.integers(0, 9),
)
def test_everything_printed_is_printable(data: bytes, limit: int | None) -> None:
    assert preview(data, limit).isprintable()


@given(one=st.binary(max_size=6), two=st.binary(max_size=6))
def test_different_bytes_look_different(one: bytes, two: bytes) -> None:
    assert (preview(one) == preview(two)) is (one == two)


@given(text=st.text())
def test_text_is_made_printable(text: str) -> None:
    assert printable(text).isprintable()
    assert safe(text).isprintable()


def test_a_path_keeps_its_backslashes() -> None:
    assert safe("C:\\a\x1b") == "C:\\a\\x1b"


def test_bytes_of_a_request_are_ascii_with_escapes() -> None:
    assert as_ascii(b"a\x1b\xffbc'\r", 6) == "a\\x1b\\xffbc'"


def test_a_line_end_has_its_usual_escape_or_stays() -> None:
    assert safe("a\r\n\tb") == "a\\r\\n\\tb"
    assert safe("a\r\n\tb\x07", keep="\n\t") == "a\\r\n\tb\\x07"


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"", True), ("你好\n".encode(), True), ("你好你好".encode()[:-1], True), (b"\x1f\x8b\x08\x00", False)],
)
def test_what_counts_as_text(data: bytes, expected: bool) -> None:
    assert is_text(data) is expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a-b/c_1.cassette", "a-b/c_1.cassette"),
        ("录制.cassette", "录制.cassette"),
        ("录制 一.cassette", '"录制 一.cassette"'),
        ("C:\\chat files\\a.cassette", '"C:\\chat files\\a.cassette"'),
        ("it's.cassette", '"it\'s.cassette"'),
        ("$(x).cassette", "'$(x).cassette'"),
        ("a;b", '"a;b"'),
        ("", '""'),
        ("a\x1bb", '"a\\x1bb"'),
    ],
)
def test_a_word_of_a_command_is_quoted_where_a_shell_would_take_it_apart(text: str, shown: str) -> None:
    assert word(text) == shown


@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\\"), max_size=20))
def test_a_shell_reads_a_word_as_it_is(text: str) -> None:
    assert shlex.split(word(text)) == [text]


def test_a_value_of_a_file_is_brief_whatever_it_is() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert brief(deep) == "..."
    assert brief(10**5000) == "..."
    assert brief(["你", b"\xff"]) == "['\\u4f60', b'\\xff']"
    assert brief("x" * 100, 5) == "'xxxx"
    assert brief(b"x" * 10**8) == "b'" + "x" * 58
    assert brief(None) == "None"
