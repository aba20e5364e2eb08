"""docs/platforms.md says what the code does on each system, and doesn't forget what the switch turns off."""

import re
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PAGE = (HOME / "docs" / "platforms.md").read_text("utf-8")


def test_what_the_page_names_for_a_system_stands_in_the_code() -> None:
    for words, module in (
        ("`flock`", "cassettes/file/lock.py"),
        ("`msvcrt.locking`", "cassettes/file/lock.py"),
        ("`SO_EXCLUSIVEADDRUSE`", "network/listen.py"),
        ("`SIOCOUTQ`", "network/sockets.py"),
        ("`SO_REUSEPORT`", "chunktape/workers/pool.py"),
        ("`.wslconfig`", "chunktape/phone/reach.py"),
    ):
        assert words in PAGE
        name = words.strip("`").rpartition(".")[2]
        assert name in (HOME / module).read_text("utf-8"), (words, module)
    assert "_UNLIMITED: Final = 10_240" in (HOME / "network/descriptors.py").read_text("utf-8")


def test_every_module_that_asks_the_switch_has_its_row() -> None:
    #: what the page calls it, by the module that asks
    rows = {
        "network/half_close.py": "closes its sending side",
        "network/loops.py": "event loop",
        "network/sockets.py": "`assured` gaps",
        "player/stream/timers.py": "what wakes a stream",
        "chunktape/workers/pool.py": "`--workers N`",
        "chunktape/doctor/gather.py": "`chunktape doctor`",
    }
    asking = {
        path.relative_to(HOME).as_posix()
        for folder in ("cassettes", "network", "recorder", "player", "chunktape")
        for path in (HOME / folder).rglob("*.py")
        if re.search(r"\bportable\(\)", path.read_text("utf-8"))
    }
    assert asking == {*rows, "chunktape/doctor/gather.py"}  # which only says so
    assert all(words in PAGE for words in rows.values())
