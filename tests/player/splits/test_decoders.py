"""Real decoders in JavaScript: what docs/splits.md says of them, held with one Node process per kind of body.

The table is made by `python -m benchmarks.decoders`; here each bug is looked for where the table says it is found.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.decoders.streams import LONG_DECODERS, Stream, run, streams
from benchmarks.harness.places import ROOT
from player.splits.profiles.smoke import TEN

_CONTROL = "event"

pytestmark = pytest.mark.wire


def _rows(part: str) -> list[list[str]]:
    lines = [line for line in part.splitlines() if line.startswith("| `d")]
    return [[cell.strip(" `") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.fixture(scope="module")
def measured() -> str:
    page = (ROOT / "docs" / "splits.md").read_text("utf-8")
    return page.partition("<!-- measured: decoders -->")[2].partition("<!-- end: decoders -->")[0]


@pytest.fixture(scope="module")
def split_rows(measured: str) -> list[list[str]]:
    return [row for row in _rows(measured) if len(row) > 3]


@pytest.fixture(scope="module")
def content_rows(measured: str) -> list[list[str]]:
    return [row for row in _rows(measured) if len(row) == 3]


@pytest.fixture(scope="module")
def outputs(
    require_tool: Callable[[str], str], split_rows: list[list[str]], content_rows: list[list[str]]
) -> dict[str, dict[str, Any]]:
    """All ten on the streams that the table names, the control on those of content bugs."""
    plans: dict[str, tuple[str, ...]] = {row[2]: tuple(TEN) for row in split_rows}
    plans |= {row[2]: (_CONTROL,) for row in content_rows if row[2] not in plans}
    return run(plans, streams(), require_tool("node"))


def _signs(outputs: dict[str, dict[str, Any]], row: list[str]) -> str:
    signs: str = outputs[row[2]]["results"][row[0]]
    return signs


def test_every_split_bug_is_found_by_the_one_of_the_ten_that_the_page_names(
    outputs: dict[str, dict[str, Any]], split_rows: list[list[str]]
) -> None:
    kept = {row[0]: _signs(outputs, row)[0] for row in split_rows}
    found = {row[0]: _signs(outputs, row)[tuple(TEN).index(row[3])] for row in split_rows}

    assert set(kept.values()) == {"."}, f"one event per piece must pass, or it is no split bug: {kept}"
    assert "." not in found.values(), found


def test_every_content_bug_fails_with_one_event_per_piece(
    outputs: dict[str, dict[str, Any]], content_rows: list[list[str]]
) -> None:
    assert all(row[2].startswith("torture-") for row in content_rows)
    assert "." not in {_signs(outputs, row)[0] for row in content_rows}


def test_the_page_names_every_decoder_with_a_bug(split_rows: list[list[str]], content_rows: list[list[str]]) -> None:
    files = {path.stem for path in (ROOT / "tests" / "js" / "decoders").glob("d??_*.mjs")}

    assert {row[0] for row in (*split_rows, *content_rows)} == files
    assert len(split_rows) >= 24


def test_right_decoders_pass_everything(outputs: dict[str, dict[str, Any]]) -> None:
    right = {
        (stream, decoder["name"]): output["results"][decoder["name"]]
        for stream, output in outputs.items()
        for decoder in output["decoders"]
        if decoder["kind"] == "right"
    }

    assert {name for _, name in right} == {path.stem for path in (ROOT / "tests" / "js" / "decoders").glob("r??_*.mjs")}
    assert {key: signs for key, signs in right.items() if signs.strip(".")} == {}


def test_the_decoders_for_long_bodies_are_there() -> None:
    files = {path.stem for path in (ROOT / "tests" / "js" / "decoders").glob("[dr]??_*.mjs")}

    assert set(LONG_DECODERS) <= files


def test_each_stream_stands_once_and_has_a_name_of_its_own() -> None:
    found: list[Stream] = streams()

    assert len({stream.name for stream in found}) == len({stream.source.data for stream in found}) == len(found)
