"""What the tests of the importers share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cassettes.interchange import read_file
from cassettes.interchange.build import Imported
from cassettes.model import Header
from cassettes.redaction.redact import Redaction

ReadBytes = Callable[[str, bytes], tuple[Header, Imported]]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """`read_bytes(format, data)` imports a file with these bytes, redacted as by default."""

    def read(form: str, data: bytes) -> tuple[Header, Imported]:
        path = tmp_path / "file.in"
        path.write_bytes(data)
        return read_file(form, path, "chunktape 0", 5, Redaction.default())

    return read
