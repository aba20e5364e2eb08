"""`chunktape import FORMAT FILE`: one sub-command per format of `cassettes.interchange`."""

from pathlib import Path, PurePath
from typing import Final

import click

import chunktape
from cassettes import store
from cassettes.clock import wall_clock_ns
from cassettes.interchange import FORMATS, Imported, read_file
from cassettes.messages import say, sentence
from cassettes.printable import safe, word
from cassettes.redaction.redact import Redaction
from chunktape.cli.write_options import mode_options, output_option, writing_mode, written
from chunktape.process.terminal import echo

#: other names of a format -> the format
_ALSO: Final = {other: name for name, one in FORMATS.items() for other in one.also.split()}


class _Formats(click.Group):
    """The sub-commands, made when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(FORMATS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return _subcommand(name) if name in FORMATS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in FORMATS and not name.startswith("-"):
            values = {"name": safe(name), "meant": meant(name), "known": ", ".join(FORMATS)}
            words = (
                sentence("There is no format {name!r}. Did you mean {meant}?")
                if values["meant"]
                else sentence("The format stands before the file: `chunktape import FORMAT {name}`, one of {known}.")
                if PurePath(name).suffix
                else sentence("There is no format {name!r}; those that are: {known}.")
            )
            raise click.UsageError(say(words, **values), ctx)
        return super().resolve_command(ctx, args)


def meant(name: str) -> str:
    """A suggestion for a word that is not a format: a format by another or a similar name, or a file whose format was
    left out. Empty where there is none.
    """
    from difflib import get_close_matches  # where a word is wrong, and not before

    lower = name.lower()
    suffix = PurePath(lower).suffix.lstrip(".")
    if suffix in _ALSO:
        return f"`chunktape import {_ALSO[suffix]} {safe(name)}`"
    if lower in _ALSO:
        return f"`{_ALSO[lower]}`"
    near = get_close_matches(lower, [*FORMATS, *_ALSO], 1)
    return f"`{_ALSO.get(near[0], near[0])}`" if near else ""


@click.group(cls=_Formats)
def command() -> None:
    pass


def _subcommand(form: str) -> click.Command:
    @click.command(name=form, help=say(FORMATS[form].about))
    @click.argument("file", type=click.Path(path_type=Path))
    @output_option
    @mode_options
    def run(file: Path, output: Path | None, append: bool, overwrite: bool) -> None:
        mode = writing_mode(append, overwrite)
        header, imported = read_file(form, file, chunktape.TOOL, wall_clock_ns(), Redaction.default())
        target = output or file.with_suffix(".cassette")
        store.save(target, header, imported.interactions, mode)
        for note in imported.notes:
            echo(note, err=True)
        echo(_summary(target, imported))
        echo(say("Play it:  chunktape play {path}", path=word(str(target))))

    return run


def _summary(target: Path, imported: Imported) -> str:
    origin = imported.origin
    size = sum(len(one.body) for one in imported.interactions)
    if not size and not origin.real_bytes:
        words = sentence("No response has a byte of body, so nothing of it can be called real ({note}).")
    elif origin.real_bytes:
        words = (
            sentence("Bytes and times are real.")
            if origin.real_times
            else sentence("The bytes are real, the times are made ({cadence}).")
        )
    else:
        words = (
            sentence("The times are real, some bytes are not ({note}).")
            if origin.real_times
            else sentence("The times are made, and so are some of the bytes ({note}).")
        )
    return written(target, imported.interactions, say(words, cadence=origin.note, note=origin.note))
