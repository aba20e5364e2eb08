"""Failures that are accepted: a ratchet. Pure, but for `read` and `write`. Rules

- A line of the file is an oracle and a boundary class, such as `replacement utf8-3b/1`; without a class, the rewrite or
  the tape stands there (`content crlf`), or `-`. Text behind ` #` is a comment, and is kept.
- A known failure does not fail the check. A line without its failure does: the client got better, and the line must be
  removed, so that the failure can't return unnoticed.
- The lines are sorted, so that changes are easy to review.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.boundaries.classify import CATALOGUE
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.findings import Finding, Report
from chunktape.check.life.linear import TIMES
from chunktape.check.life.registry import SCENES, title_of
from chunktape.check.oracles import CONTENT, ORACLES

_HEAD: Final = "# Failures of {client} that are accepted: oracle, then boundary class, rewrite or tape.\n"
_LONGEST: Final = 1 << 20


class Key(NamedTuple):
    """The content of a line."""

    oracle: str
    where: str

    def __str__(self) -> str:
        return f"{self.oracle} {self.where}"


def key_of(finding: Finding) -> Key:
    """The line that accepts a failure."""
    where = finding.cause.class_id
    if finding.verdict.oracle == CONTENT:
        where = finding.tape.rewrite or Path(finding.tape.file).name
    return Key(finding.verdict.oracle, "_".join(where.split()) or "-")


def read(file: str) -> dict[Key, str]:
    """The lines of a file, each with its comment. Raises SpecError for any other file."""
    try:
        with Path(file).open("rb") as opened:
            text = opened.read(_LONGEST).decode("utf-8-sig")
    except FileNotFoundError:
        raise SpecError(
            say("{file}: there is no such file. `--known {file} --update-known` makes it.", file=safe(file))
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(say("{file} can't be read as known failures: {error}.", file=safe(file), error=error)) from None
    found: dict[Key, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words, _, comment = (f" {line}").partition(" #")
        parts = words.split()
        if not parts:
            continue
        if len(parts) != 2 or not (parts[0] in ORACLES or parts[0] == CONTENT or title_of(parts[0])):
            raise SpecError(
                say(
                    "{file}, line {number}: expected an oracle and a boundary class, such as 'replacement utf8-3b/1', "
                    "found {line!r}. Oracles: {oracles}.",
                    file=safe(file),
                    number=number,
                    line=safe(line.strip()),
                    oracles=", ".join(dict.fromkeys((CONTENT, *ORACLES, *SCENES, *TIMES))),
                )
            )
        found[Key(*parts)] = comment.strip()
    return found


def accept(report: Report, known: dict[Key, str], *, whole: bool) -> None:
    """Mark known failures in a report; with `whole`, when everything was tried, also note stale lines."""
    report.findings[:] = [replace(one, known=key_of(one) in known) for one in report.findings]
    found = {key_of(one) for one in report.findings}
    if whole and report.complete and not report.spent:
        report.stale = tuple(str(one) for one in sorted(known) if one not in found)


def write(file: str, report: Report, old: dict[Key, str]) -> None:
    """Write the failures of a report; comments of lines that stay are kept. Raises OSError."""
    lines = []
    for one in sorted({key_of(finding) for finding in report.findings}):
        kind = CATALOGUE.get(one.where)
        comment = old.get(one) or (kind.title if kind else "")
        lines.append(f"{one}  # {comment}\n" if comment else f"{one}\n")
    Path(file).write_text(_HEAD.format(client=report.client) + "".join(lines), "utf-8")
