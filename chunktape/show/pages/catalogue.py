"""`docs/splits.md` and its pictures, made from the registry: `python -m chunktape.show.pages.catalogue docs`.

Rules
- English, and a Chinese version, whatever the language of the person who runs it: documents are committed.
- The part between the markers of `docs/splits.md` is generated; a test compares it, and the pictures, byte by byte.
- Each profile is drawn with its `shown` parameters, those that show it best on the small example.
"""

import os
import sys
from pathlib import Path
from typing import Final

from cassettes.messages import say, speaking
from chunktape.show import pages
from chunktape.show.facts import listed
from chunktape.show.pages import measured
from chunktape.show.pages.example import example
from chunktape.show.picture import svg
from player.spec.spec import parse_spec
from player.splits.exhaust import LEVELS, Exhaustion
from player.splits.planner import plan_for
from player.splits.profile import Profile
from player.splits.profiles.smoke import TEN
from player.splits.registry import PROFILES

BEGIN: Final = "<!-- made by python -m chunktape.show.pages.catalogue docs; don't edit by hand -->"
END: Final = "<!-- end of what is made -->"


def shown(profile: Profile) -> str:
    """The spec that is drawn for a profile."""
    parts = [profile.name, profile.shown, "seed=0" if profile.seeded else ""]
    return ",".join(part for part in parts if part)


def pictures() -> dict[str, str]:
    """File name -> SVG, one for each profile."""
    source = example()
    made = {}
    for profile in PROFILES.values():
        split = parse_spec(shown(profile)).split
        assert split is not None
        plan = plan_for(source, split)
        made[f"{profile.name}.svg"] = svg(source, plan, plan.spec)
    return made


def _section(profile: Profile) -> list[str]:
    lines = [f"### `{profile.name}`", "", say(profile.about)]
    if profile.aliases:
        lines.append(say("Also called {names}.", names=listed(map(pages.code, profile.aliases))))
    lines += ["", f"![{shown(profile)}](img/splits/{profile.name}.svg)", ""]
    return [*lines, *pages.facts_of(profile), ""]


def generated() -> str:
    """The part of `docs/splits.md` between its markers."""
    families: dict[str, list[Profile]] = {}
    for profile in PROFILES.values():
        families.setdefault(profile.family, []).append(profile)
    lines = [BEGIN, ""]
    for family, profiles in families.items():
        lines += [say("## The {family} family", family=family), ""]
        for profile in profiles:
            lines += _section(profile)
    lines += [say("The ten of `smoke`: {splits}.", splits=listed(map(pages.code, TEN))), ""]
    source = example()
    on_pictures = say("`--exhaust LEVEL`, on the stream of the pictures ({size} bytes):", size=len(source.data))
    lines += [say("## Every cut"), "", on_pictures, "", say("| level | variants | requests |"), "|---|---:|---:|"]
    for level in LEVELS:
        exhaustion = Exhaustion(source, level)
        lines.append(f"| `{level}` | {exhaustion.cuts} | {exhaustion.requests} |")
    return "\n".join([*lines, "", END])


def renewed(document: str) -> str:
    """`document` with its generated part made again, in English. Raises ValueError where the markers are missing."""
    with speaking("en"):
        return pages.renewed(document, BEGIN, END, generated())


def renewed_chinese(document: str, english: str) -> str:
    """The Chinese page with its generated part made again, and the measurements of the English page."""
    with speaking("zh"):
        made = pages.renewed(document, BEGIN, END, generated())
    return measured.renewed(made, english)


def main(docs: Path) -> None:
    """Write the page, its Chinese version if there is one, and the pictures; pictures of profiles that are gone are
    deleted.
    """
    pages.rewrite(docs / "splits.md", renewed, renewed_chinese)
    images = docs / "img" / "splits"
    images.mkdir(parents=True, exist_ok=True)
    made = pictures()
    for old in images.glob("*.svg"):
        if old.name not in made:
            old.unlink()
    for name, picture in made.items():
        (images / name).write_text(picture, "utf-8", newline="\n")


if __name__ == "__main__":
    os.environ["CHUNKTAPE_LANG"] = "en"
    main(Path(sys.argv[1]))
