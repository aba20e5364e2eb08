"""What may become of a file that someone gives us: a cassette that plays, or one sentence. Rules

- Any exception but CassetteError is a failure, and so is a sentence of more than a few lines.
- A cassette plays: for every interaction the schedule can be built, as recorded and cut elsewhere, and its pieces are
  the body.
"""

from fractions import Fraction
from pathlib import Path
from typing import Final

from cassettes.clock import now_ns
from cassettes.errors import CassetteError
from cassettes.interchange import FORMATS, read_file
from cassettes.model import Interaction
from cassettes.redaction.redact import Redaction
from cassettes.seeds import generator
from cassettes.store import dumps, load, loads
from player.schedule.edits import gap, paced
from player.schedule.schedule import Piece, can_cut, cut, recorded
from tests.fuzz.formats import MAKERS, Maker

LONGEST_SENTENCE: Final = 1_000
_FORM: Final = {"vcr-json": "vcr"}


def interactions_of(form: str, path: Path) -> tuple[Interaction, ...]:
    """The interactions of a file as `import` and `play` have them. Raises CassetteError, and nothing else."""
    form = _FORM.get(form, form)
    if form not in FORMATS:
        return load(path).interactions
    header, imported = read_file(form, path, "chunktape 0", 5, Redaction.default())
    stored = loads(dumps(header, imported.interactions))
    assert stored.state == "sound"
    assert stored.interactions or imported.header is not None  # an export of ours may be one of an empty cassette
    return stored.interactions


def check_plays(one: Interaction) -> None:
    """Raise AssertionError unless the interaction's schedules say all of its body, at rising times."""
    schedules = [paced(speed)(recorded(one)) for speed in (Fraction(1), Fraction(1, 2), None)]
    if can_cut(one):
        cuts = sorted({len(one.body) // 3, len(one.body) // 2} - {0})
        schedules.append(gap(1_000_000)(cut(one, cuts)))
    for schedule in schedules:
        times = list(schedule.times)
        assert times == sorted(times)
        pieces = [part for step in schedule.steps for part in step.parts if isinstance(part, Piece)]
        if schedule.framing != "none":
            assert b"".join(one.body[piece.start : piece.end] for piece in pieces) == one.body


def fuzz(form: str, numbers: range, folder: Path, make: Maker | None = None) -> tuple[int, int, int]:
    """Try the files with these numbers; how many were taken, how many refused, and the slowest in ns.

    `make` writes one of them, if not as `MAKERS` says.

    Raises AssertionError that names the number of the file, which stays in `folder`.
    """
    taken = refused = slowest = 0
    path = folder / f"{form}.in"
    make = make or MAKERS[form]
    for number in numbers:
        path.write_bytes(make(generator("fuzz", f"{form}-{number}", "cut")))
        begun = now_ns()
        try:
            for one in interactions_of(form, path):
                check_plays(one)
            taken += 1
        except CassetteError as error:
            refused += 1
            if len(str(error)) > LONGEST_SENTENCE:
                raise AssertionError(f"{form} file {number} ({path}): {len(str(error))} characters") from error
        except Exception as error:
            raise AssertionError(f"{form} file {number} ({path}): {type(error).__name__}: {error}") from error
        slowest = max(slowest, now_ns() - begun)
    return taken, refused, slowest
