"""The sample cassettes that come with the tool, and their index. Rules

- Every cassette of this folder is listed in `INDEX.toml`, and every entry has its file; a test holds that.
- An entry says where the bytes come from (`origin`, `source`), what the cassette teaches, and `classes`: the boundary
  classes for which it is the one to try. A class may stand in several entries; the first one counts.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from cassettes.messages import language


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
