"""Where the real provider streams are. They are not part of the repository: tests that need them may skip."""

import os
from pathlib import Path

import pytest


def _folder() -> Path | None:
    """CHUNKTAPE_CORPUS, else ../shared/corpus, else shared/corpus of the repository."""
    root = Path(__file__).parents[2]
    named = os.environ.get("CHUNKTAPE_CORPUS")
    places = [Path(named)] if named else [root.parent / "shared" / "corpus", root / "shared" / "corpus"]
    return next((place for place in places if place.is_dir()), None)


_found = _folder()
_ABSENT = pytest.param(Path(), marks=pytest.mark.skip(reason="no corpus: set CHUNKTAPE_CORPUS"), id="absent")

#: one parameter per VCR file, named by it; a single skipped one where there is no corpus
FILES = [pytest.param(file, id=file.stem) for file in sorted(_found.glob("*.yaml"))] if _found else [_ABSENT]

#: bytes of a real stream that the normal run plays in every profile; the whole streams are played in make evidence
SAMPLE = 64 << 10
SAMPLED = [pytest.param(SAMPLE, id="sample"), pytest.param(None, marks=pytest.mark.evidence, id="whole")]


def begun(body: bytes, size: int | None) -> bytes:
    """The first events of `body`, up to about `size` bytes; None: all of it."""
    if size is None or len(body) <= size:
        return body
    end = max(body.rfind(b"\n\n", 0, size), body.rfind(b"\r\n\r\n", 0, size))
    return body[: end + 2] if end > 0 else body[:size]
