from pathlib import Path

import pytest

from benchmarks.harness.servers import BenchmarkError
from benchmarks.harness.tables import fill, put, short


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0421, "0.042"), (-1.234, "-1.23"), (12.34, "12.3"), (234.5, "234"), (61234.0, "61,234")],
)
def test_figures_have_three_digits(value: float | None, text: str) -> None:
    assert short(value) == text


def test_only_marked_parts_are_replaced_and_replacing_twice_changes_nothing() -> None:
    text = "a\n<!-- measured: x -->\nold\n<!-- end: x -->\nb\n<!-- measured: y -->\n<!-- end: y -->\n"
    once = fill(text, {"x": r"new \1"})
    assert once == text.replace("old", r"new \1")
    assert fill(once, {"x": r"new \1"}) == once


def test_a_part_without_a_place_is_refused() -> None:
    with pytest.raises(BenchmarkError, match="'z'"):
        fill("", {"z": "text"})


def test_a_document_is_written_between_its_markers(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_bytes("before\n<!-- measured: x -->\nold\n<!-- end: x -->\nbehind 你\n".encode())
    put(document, {"x": "new"})
    put(document, {"x": "new"})
    assert document.read_bytes() == "before\n<!-- measured: x -->\nnew\n<!-- end: x -->\nbehind 你\n".encode()
