"""`chunktape import FORMAT FILE`: one sub-command per format of `cassettes.interchange`."""

from pathlib import Path

import click

import chunktape
from cassettes import store
from cassettes.clock import wall_clock_ns
from cassettes.interchange import READABLE, Imported, read_file
from cassettes.messages import say, sentence
from cassettes.redaction.redact import Redaction
from chunktape.cli.write_options import mode_options, output_option, writing_mode


class _Formats(click.Group):
    """The sub-commands, made when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(READABLE)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return _subcommand(name) if name in READABLE else None


@click.group(cls=_Formats)
def command() -> None:
    pass


def _subcommand(form: str) -> click.Command:
    @click.command(name=form, help=say(READABLE[form][1]))
    @click.argument("file", type=click.Path(path_type=Path))
    @output_option
    @mode_options
    def run(file: Path, output: Path | None, append: bool, overwrite: bool) -> None:
        mode, tool = writing_mode(append, overwrite), f"chunktape {chunktape.__version__}"
        header, imported = read_file(form, file, tool, wall_clock_ns(), Redaction.default())
        target = output or file.with_suffix(".cassette")
        store.save(target, header, imported.interactions, mode)
        for note in imported.notes:
            click.echo(note, err=True)
        click.echo(_summary(target, imported))

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
    made = say(words, cadence=origin.note, note=origin.note)
    return say(
        "{file} is written. Interactions: {count}, body bytes: {bytes}. {origin}",
        file=target,
        count=len(imported.interactions),
        bytes=size,
        origin=made,
    )
