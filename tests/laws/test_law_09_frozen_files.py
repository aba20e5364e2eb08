"""Law 9: the frozen file of each format version loads to known values, and today's writer still writes version 1."""

from pathlib import Path

from cassettes import store
from tests.support.samples import V1_HEADER, V1_INTERACTIONS

DATA = Path(__file__).parents[1] / "data"


def test_version_1_loads_to_known_values() -> None:
    cassette = store.load(DATA / "v1.cassette")
    assert (cassette.version, cassette.headers) == (1, (V1_HEADER,))
    assert cassette.interactions == V1_INTERACTIONS
    assert (cassette.state, cassette.damage, cassette.size) == ("sound", None, (DATA / "v1.cassette").stat().st_size)


def test_the_same_values_give_the_same_bytes() -> None:
    assert store.dumps(V1_HEADER, V1_INTERACTIONS) == (DATA / "v1.cassette").read_bytes()
