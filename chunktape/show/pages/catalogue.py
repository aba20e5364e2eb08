"""`docs/splits.md` and its pictures, made from the registry: `python -m chunktape.show.pages.catalogue docs`.

Rules
- English, whatever the language of the person who runs it: documents are committed.
- What stands between the markers of `docs/splits.md` is generated; a test compares it, and the pictures, byte by byte.
- Each profile is drawn with its `shown` parameters, those that show it best on the small example.
"""

import os
import sys
from pathlib import Path
from typing import Final

from chunktape.show import pages
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
    lines = [f"### `{profile.name}`", "", profile.about]
    if profile.aliases:
        lines.append(f"Also called {', '.join(f'`{alias}`' for alias in profile.aliases)}.")
    lines += ["", f"![{shown(profile)}](img/splits/{profile.name}.svg)", "", f"- **Finds:** {profile.finds}"]
    if profile.targets:
        lines.append("- **Aims at:** " + ", ".join(f"`{class_id}`" for class_id in profile.targets))
    if profile.rotation > 1:
        once = ", or `all=1`" if "all" in profile.parameters else ""
        lines.append(f"- **All its turns:** {profile.rotation} consecutive seeds{once}.")
    if profile.parameters:
        lines.append("- **Takes:** " + pages.takes(profile.parameters))
    if profile.evidence:
        lines.append(f"- **How real:** {profile.evidence}")
    return [*lines, ""]


def generated() -> str:
    """The part of `docs/splits.md` between its markers."""
    families: dict[str, list[Profile]] = {}
    for profile in PROFILES.values():
        families.setdefault(profile.family, []).append(profile)
    lines = [BEGIN, ""]
    for family, profiles in families.items():
        lines += [f"## The {family} family", ""]
        for profile in profiles:
            lines += _section(profile)
    lines += ["The ten of `smoke`: " + ", ".join(f"`{text}`" for text in TEN) + ".", ""]
    source = example()
    lines += ["## Every cut", "", f"`--exhaust LEVEL`, on the stream of the pictures ({len(source.data)} bytes):", ""]
    lines += ["| level | variants | requests |", "|---|---:|---:|"]
    for level in LEVELS:
        exhaustion = Exhaustion(source, level)
        lines.append(f"| `{level}` | {exhaustion.cuts} | {exhaustion.requests} |")
    return "\n".join([*lines, "", END])


def renewed(document: str) -> str:
    """`document` with its generated part made again. Raises ValueError where the markers are missing."""
    return pages.renewed(document, BEGIN, END, generated())


def main(docs: Path) -> None:
    """Write the page and the pictures below `docs`; pictures of profiles that are gone are removed."""
    page, images = docs / "splits.md", docs / "img" / "splits"
    images.mkdir(parents=True, exist_ok=True)
    page.write_text(renewed(page.read_text("utf-8")), "utf-8", newline="\n")
    made = pictures()
    for old in images.glob("*.svg"):
        if old.name not in made:
            old.unlink()
    for name, picture in made.items():
        (images / name).write_text(picture, "utf-8", newline="\n")


if __name__ == "__main__":
    os.environ["CHUNKTAPE_LANG"] = "en"
    main(Path(sys.argv[1]))
