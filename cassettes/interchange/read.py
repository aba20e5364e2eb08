"""Cassettes from other tools' files: the reader of a format, then redaction and a check. Rules

- `read(data, name)` of each reader is a function of the file's bytes; `name` is for messages. It raises CassetteError,
  one sentence with what to do, for a file that is not in the format or lacks what is needed.
- Body bytes come out as the file has them. Where the file has no boundaries, one event or record is one chunk; where it
  has no times, they follow the stated cadence. `Imported.origin` says which of the two are real.
- Imported files are untrusted: sizes and depths are limited, nothing in them is executed.
- Requests and responses are redacted as recorded ones are, before they leave `read_file`.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from cassettes.errors import CassetteError
from cassettes.file.loader import unreadable
from cassettes.file.records import Malformed
from cassettes.interchange.build import Imported, clean
from cassettes.interchange.formats import FORMATS, command_for
from cassettes.interchange.unfit import unfit
from cassettes.model import Header, Interaction
from cassettes.redaction.redact import Redaction, Redactor, overlooked
from cassettes.store import dumps, loads

MAX_FILE: Final = 512 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises CassetteError where there is nothing to read, or more than 512 MiB."""
    try:
        with path.open("rb") as stream:  # without asking for its size: a device has none
            data = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise unreadable(str(path), error) from None
    if len(data) > MAX_FILE:
        raise unfit("{file} is larger than {limit} MiB. Import a part of it.", path, limit=MAX_FILE >> 20)
    if not data.strip():
        raise unfit("{file} has nothing in it. Check that it was saved completely.", path)
    return data


def read_file(form: str, path: Path, tool: str, started: int, redaction: Redaction) -> tuple[Header, Imported]:
    """The header and the redacted interactions of the file at `path` in the format `form`.

    `tool`: name and version of ours; `started`: wall-clock ns. An export of our own (`yaml`, `json`) keeps its header,
    which names the rules applied, and is not redacted again. Raises CassetteError.
    """
    read: Callable[[bytes, str], Imported] = import_module(f"cassettes.interchange.{FORMATS[form].reader}").read
    data = read_bytes(path)
    try:
        imported = read(data, str(path))
    except CassetteError as error:
        raise _of_another_kind(form, path, data) or error from None
    header = imported.header
    if header is None:
        if not any(one.body for one in imported.interactions):  # there is nothing that could be real
            imported = replace(imported, origin=replace(imported.origin, real_bytes=False, real_times=False))
        header = Header(tool, started, imported.origin, redaction.rules)
        redactors = [Redactor(redaction) for _ in imported.interactions]
        cleaned = tuple(map(clean, imported.interactions, redactors))
        notes = overlooked(sum(one.unseen for one in redactors), sum(one.raw for one in redactors))
        imported = replace(imported, interactions=cleaned, notes=(*imported.notes, *notes))
    _check(header, imported, path)
    return header, imported


def _of_another_kind(form: str, path: Path, data: bytes) -> CassetteError | None:
    """The error for a file that another command reads; None where none of them is known to."""
    command = command_for(data)
    if not command or command.startswith(f"chunktape import {form} "):
        return None
    return unfit(
        "{file} is not for `import {form}`, it looks like a file for: {command}", path, form=form, command=command
    )


def _check(header: Header, imported: Imported, path: Path) -> None:
    """Raise CassetteError where a cassette can't hold the values, because HTTP forbids them."""
    of_all = _why_not(header, imported.interactions)
    if not of_all:
        return
    for number, one in enumerate(imported.interactions, 1):
        if reason := _why_not(header, (one,)):
            raise unfit(
                "{file}: interaction {number} says something that a cassette can't hold: {reason}. Correct "
                "or remove it.",
                path,
                number=number,
                reason=reason,
            )
    raise unfit("{file} says something that a cassette can't hold: {reason}. Correct it there.", path, reason=of_all)


def _why_not(header: Header, interactions: tuple[Interaction, ...]) -> str:
    """Why a cassette can't hold the values, empty where it can."""
    try:
        damage = loads(dumps(header, interactions)).damage
    except (Malformed, CassetteError) as error:
        return str(error.__cause__ or error)  # the bare reason, which the store has put into a sentence
    return damage.reason if damage is not None else ""
