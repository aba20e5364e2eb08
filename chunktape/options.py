"""The options of `chunktape play` as one value, in groups. Rules

- A field has the name of its option's parameter; `PlayOptions.of` puts a command's parameters into the groups.
- Values stay text here. `chunktape.settings` reads them, and refuses those that contradict each other.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple


class Serving(NamedTuple):
    """The files to serve, the address, and who is let in. `max_body`: MiB. Without `files`: the bundled samples."""

    files: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int | None = None
    mode: str = "default"
    ignore: tuple[str, ...] = ()
    allow_host: tuple[str, ...] = ()
    allow_origin: tuple[str, ...] = ()
    max_body: int = 32
    like: str = "openai"
    ready_file: str | None = None


class Cutting(NamedTuple):
    """How answers are cut and when they are sent. `fail_under`: the percentage of coverage that is asked for."""

    speed: str = "1"
    split: str = "recorded"
    gap: str = "auto"
    jitter: str | None = None
    idle_cap: str | None = None
    fault: tuple[str, ...] = ()
    rewrite: tuple[str, ...] = ()
    writes: str = "joined"
    fail_under: int | None = None


class Through(NamedTuple):
    """Which requests go through to a real server, and which are recorded (`word`)."""

    upstream: str | None = None
    word: str = "none"
    output: Path | None = None
    ca: str = ""
    insecure: bool = False


class Load(NamedTuple):
    """How many streams at once, in how many processes, and with which variation."""

    workers: int = 1
    max_streams: int = 0
    max_late: str | None = None
    mix: str | None = None
    vary: str | None = None
    session_seed: str | None = None

    @property
    def asked(self) -> bool:
        """Whether any option but the seed was given."""
        return self._replace(session_seed=None) != Load()


class PlayOptions(NamedTuple):
    """All options of `chunktape play`."""

    serving: Serving = Serving()
    cutting: Cutting = Cutting()
    through: Through = Through()
    load: Load = Load()

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> "PlayOptions":
        """The options from the command's parameters by name. Raises TypeError for one that no group has."""
        left = dict(words)
        groups = {group: made(**{name: left.pop(name) for name in made._fields}) for group, made in _GROUPS.items()}
        if left:
            raise TypeError(f"no group has {', '.join(left)}")
        return cls(**groups)


_GROUPS: Final[dict[str, Any]] = {"serving": Serving, "cutting": Cutting, "through": Through, "load": Load}
