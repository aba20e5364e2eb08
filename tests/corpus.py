"""Where the real provider streams are. They are not part of the repository: tests that need them may skip."""

import os
from pathlib import Path

import pytest


def _folder() -> Path | None:
    """CHUNKTAPE_CORPUS, else ../shared/corpus, else shared/corpus of the repository."""
    root = Path(__file__).parents[1]
    named = os.environ.get("CHUNKTAPE_CORPUS")
    places = [Path(named)] if named else [root.parent / "shared" / "corpus", root / "shared" / "corpus"]
    return next((place for place in places if place.is_dir()), None)


_found = _folder()
_ABSENT = pytest.param(Path(), marks=pytest.mark.skip(reason="no corpus: set CHUNKTAPE_CORPUS"), id="absent")

#: one parameter per VCR file, named by it; a single skipped one where there is no corpus
FILES = [pytest.param(file, id=file.stem) for file in sorted(_found.glob("*.yaml"))] if _found else [_ABSENT]
