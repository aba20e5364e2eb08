"""The command line: one module per command, imported only when that command runs.

Rules
- A command is a thin shell: it reads options, calls the packages, prints.
- An error of ours ends as `chunktape: <sentence>` on standard error and the exit code of `cassettes.errors`.
- Help and sentences come from `cassettes.messages`.
"""

import os
import sys
from importlib import import_module

import click

import chunktape as package
from cassettes.errors import EXIT_CTRL_C, CassetteError, ChunktapeError, exit_code
from cassettes.messages import say
from cassettes.printable import safe

#: name -> (module in this package, key of its one-line help)
COMMANDS: dict[str, tuple[str, str]] = {
    "record": ("record", "recorder.help"),
    "capture": ("capture", "forward.help_capture"),
    "make": ("make", "formats.help_make"),
    "import": ("import_", "formats.help_import"),
    "play": ("play", "player.help"),
    "demo": ("demo", "cli.demo.help"),
    "show": ("show", "cassettes.help.show"),
    "plan": ("plan", "splits.plan.help"),
    "verify": ("verify", "cassettes.help.verify"),
    "export": ("export", "formats.help_export"),
}


class LazyGroup(click.Group):
    """Imports a command's module when it is asked for, so that `show` does not pay for a web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"chunktape.cli.{COMMANDS[name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("cli.commands")):
            formatter.write_dl([(name, say(help_key)) for name, (_, help_key) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ChunktapeError as error:
            click.echo(f"chunktape: {error}", err=True)
            ctx.exit(exit_code(error))
        except OSError as error:  # nobody foresaw it: a name that is too long, a folder that may not be read
            reason = error.strerror or str(error)
            file = error.filename if isinstance(error.filename, (str, bytes)) else None
            words = reason if file is None else say("cli.os_error", file=safe(os.fsdecode(file)), reason=reason)
            click.echo(f"chunktape: {words}", err=True)
            ctx.exit(exit_code(CassetteError("")))
        except KeyboardInterrupt:
            ctx.exit(EXIT_CTRL_C)


@click.group(cls=LazyGroup, help=say("cli.help"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package.__version__, prog_name="chunktape")
def chunktape() -> None:
    if sys.flags.dev_mode:  # pragma: no cover - python -X dev: show tracebacks of our own errors
        return
