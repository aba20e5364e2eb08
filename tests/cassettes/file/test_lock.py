"""One writer at a time; a reader is never stopped."""

import os
from pathlib import Path

from cassettes.file.lock import lock_file


def test_the_second_is_refused_until_the_first_closes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    first, second = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    try:
        assert lock_file(first)
        assert not lock_file(second)
        assert path.read_bytes() == b"x"
        os.close(first)
        assert lock_file(second)
    finally:
        os.close(second)
