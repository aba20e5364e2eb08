"""The sample cassettes that come with the tool, and their index; `torture` makes those that no recording has. Rules

- Every cassette of this folder is listed in `INDEX.toml`, and every entry has its file; a test holds that.
- A name of the index stands for its cassette wherever a file is taken (`located`); a file of that name goes before it.
- An entry says where the bytes come from (`origin`, `source`), what the cassette teaches, and `classes`: the boundary
  classes for which it is the one to try. A class may stand in several entries; the first one counts.
"""

import os
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.errors import CassetteError
from cassettes.messages import language, say

_ENDING: Final = ".cassette"


class Entry(NamedTuple):
    """One table of the index. `requests`: what to ask for, `METHOD /path`."""

    name: str
    titles: dict[str, str]
    lessons: dict[str, str]
    origin: str
    source: str
    dialect: str
    requests: tuple[str, ...]
    classes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the cassette is, in the person's language."""
        return self.titles[language()]

    @property
    def path(self) -> Path:
        """The cassette file."""
        return folder() / f"{self.name}.cassette"


def folder() -> Path:
    """The folder of the sample cassettes."""
    return Path(__file__).parent


@cache
def index() -> dict[str, Entry]:
    """All entries by name, in the index's order."""
    import tomllib  # every player needs the folder, few need the index

    tables = tomllib.loads((folder() / "INDEX.toml").read_text(encoding="utf-8"))
    return {
        name: Entry(
            name,
            table["title"],
            table["teaches"],
            table["origin"],
            table["source"],
            table["dialect"],
            tuple(table["requests"]),
            tuple(table.get("classes", ())),
        )
        for name, table in tables.items()
    }


@cache
def _first_with() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in index().values():
        for class_id in entry.classes:
            found.setdefault(class_id, entry.name)
    return found


def cassette_for(class_id: str) -> str | None:
    """The name of the library cassette to try for a boundary class; None where there is none."""
    return _first_with().get(class_id)


def is_bundled(name: str) -> bool:
    """Whether a person who gives `name` for a file means a cassette of this folder."""
    return not os.path.lexists(name) and name in index()


def located(name: str) -> str:
    """The file that is meant by `name`: a path, or the name of a cassette of this folder.

    Raises CassetteError, with what may be meant, for a name that is neither.
    """
    if is_bundled(name):
        return str(index()[name].path)
    if not _is_name(name):
        return name
    from difflib import get_close_matches  # where a word is wrong, and not before

    near = get_close_matches(name.removesuffix(_ENDING), index(), 3)
    words = (
        say("{path} does not exist. Did you mean the bundled {names}?", path=name, names=", ".join(near))
        if near
        else say(
            "{path} does not exist: neither a file nor a bundled cassette has that name. Bundled: {names}.",
            path=name,
            names=", ".join(index()),
        )
    )
    raise CassetteError(words, path=name)


def _is_name(name: str) -> bool:
    """Whether `name` is a bare word, or nearly that of one of these, and no file. What has a path is a file that is
    missing.
    """
    path = Path(name)
    if path.name != name or os.path.lexists(name):
        return False
    return path.suffix == "" or name.removesuffix(_ENDING) in index()
