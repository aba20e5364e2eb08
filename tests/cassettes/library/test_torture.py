"""The torture cassettes: made from stated text, the same bytes on every run, and together with every cut class."""

from pathlib import Path

import pytest

from cassettes import library, store
from cassettes.boundaries.classify import CATALOGUE, classify
from cassettes.library import torture
from cassettes.model import EndKind, Interaction

NAMES = list(torture.TORTURE)


def content_type(interaction: Interaction) -> bytes:
    assert interaction.head is not None
    return interaction.head.values(b"content-type")[0]


@pytest.mark.parametrize("name", NAMES)
def test_making_it_again_gives_the_bytes_of_the_file(name: str) -> None:
    assert torture.encoded(name) == (library.folder() / f"{name}.cassette").read_bytes()


def test_main_writes_them_all(tmp_path: Path) -> None:
    torture.main([str(tmp_path)])

    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_says_that_it_is_made(name: str) -> None:
    cassette = store.load(library.index()[name].path)

    assert cassette.state == "sound"
    origin = cassette.headers[0].origin
    assert (origin.kind, origin.real_bytes, origin.real_times) == ("made", False, False)
    for one in cassette.interactions:
        assert one.ending.kind is EndKind.COMPLETE
        assert one.transfer_chunks() == list(one.chunks.sizes)
        assert list(one.chunks.times) == sorted(one.chunks.times)
        content_type(one)


@pytest.mark.parametrize("name", NAMES)
def test_the_index_says_what_is_in_it(name: str) -> None:
    entry = library.index()[name]
    cassette = store.load(entry.path)
    found = [classify(one.body, content_type(one)) for one in cassette.interactions]

    asked = {f"{one.request.method} {one.request.target.decode()}" for one in cassette.interactions}
    assert set(entry.requests) <= asked
    assert {boundaries.dialect for boundaries in found} == {entry.dialect}
    assert set(entry.classes) <= {class_id for boundaries in found for class_id in boundaries.present()}


def test_together_they_have_every_cut_class() -> None:
    present = {
        class_id
        for streams in torture.TORTURE.values()
        for stream in streams
        for class_id in classify(b"".join(stream.pieces), stream.content_type).present()
    }

    assert present == {one.id for one in CATALOGUE.values() if one.kind == "cut"}


def test_together_they_make_every_merge_and_size_possible() -> None:
    possible = {
        class_id
        for streams in torture.TORTURE.values()
        for stream in streams
        for class_id in classify(b"".join(stream.pieces), stream.content_type).possible()
    }

    assert possible == {one.id for one in CATALOGUE.values() if one.kind != "cut"}


def test_the_big_events_have_the_sizes_that_they_promise() -> None:
    big, huge, long = torture.TORTURE["torture-big"]

    assert max(map(len, big.pieces)) == 200 << 10
    assert max(map(len, huge.pieces)) == 1 << 20
    assert sum(map(len, long.pieces)) > 128 << 10 > 100 * max(map(len, long.pieces))


def test_the_library_stays_small() -> None:
    assert sum(len(torture.encoded(name)) for name in NAMES) < 1_600_000
