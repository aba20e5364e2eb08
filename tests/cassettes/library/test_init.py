"""The index and the folder say the same."""

import pytest

from cassettes import library
from cassettes.boundaries.classify import CATALOGUE


def test_every_file_stands_in_the_index_and_the_other_way_round() -> None:
    assert sorted(path.stem for path in library.folder().glob("*.cassette")) == sorted(library.index())


@pytest.mark.parametrize("entry", library.index().values(), ids=lambda entry: entry.name)
def test_an_entry_is_whole(entry: library.Entry) -> None:
    assert set(entry.titles) == set(entry.lessons) == {"en", "zh"}
    assert entry.title == entry.titles["en"]
    assert entry.origin in ("made", "recorded", "imported")
    assert entry.source
    assert entry.requests
    assert entry.dialect in ("sse", "ndjson", "text", "binary")
    assert set(entry.classes) <= {one.id for one in CATALOGUE.values() if one.kind == "cut"}


def test_titles_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")

    assert "CRLF 换行" in library.index()["torture-crlf"].title


def test_cassette_for() -> None:
    assert library.cassette_for("line:CR|LF") == "torture-crlf"
    assert library.cassette_for("merge2") is None
