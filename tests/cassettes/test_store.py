"""The door: a whole session at once, as a file and as bytes."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from cassettes import store
from cassettes.errors import CassetteError
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Origin, Request
from tests.support import strategies

HEADER = Header("t", 0, Origin())
BAD = Interaction(1, Request("GET", b"/", ((b"a b", b""),)), None, Chunks(), Ending(EndKind.COMPLETE))


@settings(max_examples=30)
@given(session=strategies.sessions())
def test_save_writes_the_same_bytes_as_dumps(
    tmp_path_factory: pytest.TempPathFactory, session: tuple[Header, tuple[Interaction, ...]]
) -> None:
    path = tmp_path_factory.mktemp("save") / "a"
    store.save(path, *session)
    assert path.read_bytes() == store.dumps(*session)
    assert store.load(path).interactions == session[1]


def test_times_that_go_back_are_refused_and_not_found_out_on_loading(tmp_path: Path) -> None:
    one = Interaction(1, Request("GET", b"/"), None, Chunks.of([Chunk(9, 0, b"x")]), Ending(EndKind.COMPLETE, 5))
    with pytest.raises(CassetteError, match="stands where it can't: end"):
        store.dumps(HEADER, [one])
    with pytest.raises(CassetteError, match="stands where it can't: end"):
        store.save(tmp_path / "a", HEADER, [one])
    assert store.load(tmp_path / "a").interactions[0].ending == Ending(EndKind.INTERRUPTED, 9)


def test_a_value_that_the_format_forbids_is_refused_and_the_file_unlocked(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="does not allow"):
        store.dumps(HEADER, [BAD])
    with pytest.raises(CassetteError, match="does not allow"):
        store.save(tmp_path / "a", HEADER, [BAD])
    assert store.load(tmp_path / "a").state == "interrupted"
    store.save(tmp_path / "a", HEADER, [], mode="overwrite")
    assert store.load(tmp_path / "a").state == "sound"
