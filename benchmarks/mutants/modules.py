"""Which modules of the core are changed, each with the tests that belong to it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Module:
    """A module to change, and the tests that belong to it; all are files or folders of the repository."""

    code: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.code[0].removesuffix(".py").replace("/", ".")


#: where a module moves, its line here moves with it
MODULES: Final = (
    Module(("player/splits",), ("tests/player/splits",)),
    Module(
        ("player/schedule/schedule.py", "player/schedule/edits.py"),
        ("tests/player/schedule/test_schedule.py", "tests/player/schedule/test_edits.py"),
    ),
    Module(("player/matching/index.py",), ("tests/player/matching/test_index.py",)),
    Module(("cassettes/redaction",), ("tests/cassettes/redaction",)),
    Module(
        ("cassettes/file/codec.py", "cassettes/file/records.py"),
        ("tests/cassettes/file/test_codec.py", "tests/cassettes/file/test_records.py"),
    ),
    Module(
        ("recorder/response/tap.py", "recorder/response/head.py", "cassettes/http"),
        ("tests/recorder/response/test_tap.py", "tests/recorder/response/test_head.py", "tests/cassettes/http"),
    ),
)
