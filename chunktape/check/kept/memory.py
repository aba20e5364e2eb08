"""Remembers the plans that failed; the next check runs them ahead of all others (`check.sweep.again`). Rules

- One small text file per client, one plan a line, in the folder for caches of the person who runs it; never beside the
  client. `CHUNKTAPE_CACHE` names another folder, and empty none. On a build machine (`CI`) only a named one is used.
- It changes the order of the work, and nothing in the report of a check that comes to its end: a plan fits the body
  whose digest it names, and is passed over for every other. A file that can't be read, or has other content, counts as
  empty; one that can't be written is left alone.
- Plans that pass are forgotten; plans that were not tried are kept.
"""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from cassettes.errors import SpecError
from player.spec.spec import parse_spec
from player.splits import Split

_HEAD: Final = "# chunktape check: plans that failed, tried first the next time"
#: plans that are kept, and bytes of a file that are read
_MOST: Final = 64
_LONGEST: Final = 256 << 10


def folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """The folder for the plans that failed; None where there is none."""
    if "CHUNKTAPE_CACHE" in environ:
        named = environ["CHUNKTAPE_CACHE"]
        return Path(named) / "check" if named else None
    if environ.get("CI", "false").lower() not in ("", "0", "false"):
        return None
    home = environ.get("USERPROFILE" if platform == "win32" else "HOME", "")
    if platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    elif platform == "darwin":
        base = home and f"{home}/Library/Caches"
    else:
        base = environ.get("XDG_CACHE_HOME", "") or (home and f"{home}/.cache")
    return Path(base) / "chunktape" / "check" if base and Path(base).is_absolute() else None


class Memory:
    """The plans that failed for one client. `file`: None for one that forgets."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    @classmethod
    def of(cls, client: str, environ: Mapping[str, str] = os.environ) -> "Memory":
        """The memory of a client as it is given on the command line."""
        place = folder(environ)
        whole = f"{Path.cwd()} {client}" if client.startswith("py:") else os.path.realpath(client)
        name = sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return cls(place and place / f"{name}.txt")

    def splits(self) -> list[Split]:
        """The plans that failed, each for the body that it names."""
        return list(self._read())

    def keep(self, failing: Iterable[Split], tried: Collection[str]) -> None:
        """Remember the plans in `failing`, and keep those of bodies that are not among `tried`."""
        if self._file is None:
            return
        old = [one for one in self._read() if one.body not in tried]
        lines = list(dict.fromkeys(map(str, [*failing, *old])))[:_MOST]
        with suppress(OSError):
            if not lines:
                self._file.unlink(missing_ok=True)
                return
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self._file.with_suffix(f".{os.getpid()}")
            try:
                fresh.write_text("\n".join((_HEAD, *lines, "")), "utf-8")
                fresh.replace(self._file)
            finally:
                fresh.unlink(missing_ok=True)

    def _read(self) -> Iterator[Split]:
        if self._file is None:
            return
        try:
            with self._file.open("rb") as file:
                lines = file.read(_LONGEST).decode("utf-8", "replace").splitlines()
        except OSError:
            return
        for line in [one for one in lines if not one.startswith("#")][:_MOST]:
            with suppress(SpecError):
                split = parse_spec(line).split
                if split is not None and split.body:
                    yield split
