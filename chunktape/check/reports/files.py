"""Writes reports to files. Rules

- Whether a file can be written is checked before the check runs, so that no long check loses its report.
- A file is written whole, in UTF-8 with line feeds, whatever the system's own are.
"""

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cassettes.errors import CassetteError, SpecError
from cassettes.messages import say
from cassettes.messages.reasons import why
from chunktape.check.findings import Report
from chunktape.check.reports.junit import as_junit
from chunktape.check.reports.markdown import as_markdown
from chunktape.check.reports.page import as_html

#: form -> the report in that form
FORMS: Final[Mapping[str, Callable[[Report], str]]] = {"junit": as_junit, "markdown": as_markdown, "html": as_html}


def check_places(files: Mapping[str, str]) -> None:
    """Raise SpecError for the first of `files`, form -> path, whose folder is missing, or that is a folder."""
    for file in files.values():
        path = Path(file)
        if path.is_dir() or not path.parent.is_dir():
            reason = why(os.strerror(errno.EISDIR if path.is_dir() else errno.ENOENT))
            raise SpecError(say("{file} can't be written: {reason}.", file=file, reason=reason))


def write(report: Report, files: Mapping[str, str]) -> None:
    """Write `files`, form -> path. Raises CassetteError."""
    for form, file in files.items():
        try:
            Path(file).write_text(FORMS[form](report), "utf-8", newline="\n")
        except OSError as error:
            words = say("{file} can't be written: {reason}.", file=file, reason=why(error))
            raise CassetteError(words, path=file) from error
