"""`chunktape import FORMAT FILE`: one sub-command per format of `cassettes.interchange`."""

from pathlib import Path

import click

import chunktape
from cassettes import store
from cassettes.clock import wall_clock_ns
from cassettes.interchange import FORMATS, Imported, read_file
from cassettes.messages import say
from cassettes.redaction.redact import Redaction


class _Formats(click.Group):
    """The sub-commands, made when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(FORMATS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return _subcommand(name) if name in FORMATS else None


@click.group(cls=_Formats, help=say("formats.help_import"))
def command() -> None:
    pass


def _subcommand(form: str) -> click.Command:
    @click.command(name=form, help=say(f"formats.help_{form.replace('-', '_')}"))
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--output", type=click.Path(path_type=Path), help=say("formats.help_output"))
    @click.option("--append", is_flag=True, help=say("formats.help_append"))
    @click.option("--overwrite", is_flag=True, help=say("formats.help_overwrite"))
    def run(file: Path, output: Path | None, append: bool, overwrite: bool) -> None:
        tool = f"chunktape {chunktape.__version__}"
        header, imported = read_file(form, file, tool, wall_clock_ns(), Redaction.default())
        target = output or file.with_suffix(".cassette")
        store.save(target, header, imported.interactions, writing_mode(append, overwrite))
        for note in imported.notes:
            click.echo(note, err=True)
        click.echo(_summary(target, imported))

    return run


def writing_mode(append: bool, overwrite: bool) -> store.Mode:
    """How the file is opened: an existing one is refused unless one of the two is asked for."""
    if append:
        return "append"
    return "overwrite" if overwrite else "create"


def _summary(target: Path, imported: Imported) -> str:
    origin = imported.origin
    size = sum(len(one.body) for one in imported.interactions)
    if not size and not origin.real_bytes:
        key = "formats.origin_empty"
    elif origin.real_bytes:
        key = "formats.origin_real" if origin.real_times else "formats.origin_made_times"
    else:
        key = "formats.origin_made_bytes" if origin.real_times else "formats.origin_some_made"
    made = say(key, cadence=origin.note, note=origin.note)
    return say("formats.imported", file=target, count=len(imported.interactions), bytes=size, origin=made)
