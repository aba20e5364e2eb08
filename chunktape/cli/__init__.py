"""The command line: one module per command, imported only when that command runs.

Rules
- A command is a thin shell: it reads options, calls the packages, prints.
- An error of ours ends as `chunktape: <sentence>` on standard error and the exit code of `cassettes.errors`.
- Help and errors are sentences of `cassettes.messages`; click's own words are Chinese through `messages.libraries`.
- `common_options` has the options of several commands, `allow_options` those that let names and pages in;
  `play_options`, `check_options` and `write_options` have those of one, in groups; `usage` words click's errors,
  `lost_commas` finds a spec that the shell took apart, `wide_help` breaks the lines of Chinese help.
"""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, Final

import click

import chunktape as package
from cassettes.errors import EXIT_CTRL_C, CassetteError, ChunktapeError, exit_code
from cassettes.messages import language, say, sentence
from cassettes.messages.reasons import why
from cassettes.printable import safe, word
from chunktape.cli.usage import told
from chunktape.process import interrupts
from chunktape.process.terminal import echo

#: name -> its one-line help; its module has the same name, behind which stands `_` where Python has that word
COMMANDS: Final[dict[str, str]] = {
    "record": sentence(
        "Record what an app asks UPSTREAM_URL, and the answers as they stream in: point the app's base URL here."
    ),
    "capture": sentence(
        "Record one request, without an app: URL, or a command pasted from a browser behind `-- curl`."
    ),
    "make": sentence("Make a cassette from a text, in the shape of a provider's stream."),
    "import": sentence("Turn other tools' recordings into a cassette."),
    "play": sentence("Play cassettes: same answers, same pieces, same times. Without FILE: the bundled samples."),
    "demo": sentence("Record a session from a bundled upstream, play it, and compare: no network, no key."),
    "show": sentence("Show what is in a cassette: its interactions, or the chunks of one."),
    "plan": sentence("Show where a split cuts a recorded response, and what that hits."),
    "check": sentence("Run a client against every cut that matters, and say which smallest one breaks it."),
    "verify": sentence("Check cassettes. Exit code 0: sound, 3: interrupted, 4: damaged (the worst of all files)."),
    "doctor": sentence("Say what works on this machine, and how to mend what does not."),
    "report": sentence("Make one paste for a bug report: versions, the cassette FILE without secrets; or open one."),
    "export": sentence("Write a cassette as YAML, JSON, HAR, or one body."),
}
#: a command, or the words that do it here -> what other tools call it
_ELSEWHERE: Final = {
    "record": "proxy",
    "play": "replay serve server mock start run",
    "play --upstream URL": "forward",
    "make": "new create",
    "import": "convert",
    "show": "list ls cat inspect",
    "show --text": "diff compare",
    "plan": "split",
    "plan --profiles": "splits",
    "plan --faults": "faults",
    "check": "test",
    "verify": "validate",
    "--version": "version",
}


if language() == "zh":
    from chunktape.cli.wide_help import WideFormatter

    click.Context.formatter_class = WideFormatter


def command_of(name: str) -> click.Command:
    """One of `COMMANDS`, whose module is imported for it."""
    command = import_module(f"chunktape.cli.{name}{'_' if iskeyword(name) else ''}").command
    assert isinstance(command, click.Command)
    if command.help is None:
        command.help = say(COMMANDS[name])
    return command


class LazyGroup(click.Group):
    """Imports a command's module when it is asked for, so that `show` does not pay for a web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = command_of(name)
        interrupts.begin()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and (meant := _meant(name)):
            raise click.UsageError(
                say("There is no command {name!r}. Did you mean {meant}?", name=name, meant=meant), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(words)) for name, words in COMMANDS.items()])

    def make_context(self, *args: Any, **words: Any) -> click.Context:
        with told():
            return super().make_context(*args, **words)

    def invoke(self, ctx: click.Context) -> object:
        try:
            with told():
                return super().invoke(ctx)
        except ChunktapeError as error:
            echo(f"chunktape: {error}", err=True)
            if ctx.invoked_subcommand != "import" and (command := _importer(error)):
                echo(say("It looks like a file for:  {command}", command=command), err=True)
            ctx.exit(exit_code(error))
        except OSError as error:  # nobody foresaw it: a name that is too long, a folder that may not be read
            reason = why(error)
            file = error.filename if isinstance(error.filename, (str, bytes)) else None
            words = (
                reason
                if file is None
                else say("{file} can't be used: {reason}.", file=safe(os.fsdecode(file)), reason=reason)
            )
            echo(f"chunktape: {words}", err=True)
            ctx.exit(exit_code(CassetteError("")))
        except KeyboardInterrupt:
            ctx.exit(EXIT_CTRL_C)


def _importer(error: ChunktapeError) -> str:
    """The command that turns the file of `error` into a cassette; empty for an error that is not about its first byte,
    and for any other file.
    """
    if not isinstance(error, CassetteError) or error.offset != 0:
        return ""
    from cassettes.interchange.formats import LOOKED_AT, command_for  # where a file is wrong, and not before

    try:
        with open(error.path, "rb") as file:
            command = command_for(file.read(LOOKED_AT))
    except (OSError, ValueError):
        return ""
    return command.replace("FILE", word(error.path)) if command.startswith("chunktape import ") else ""


def _meant(name: str) -> str:
    """The command that an unknown word may stand for: what other tools call so, or one of nearly the same name."""
    from difflib import get_close_matches  # where a word is wrong, and not before

    if name.lower().endswith((".cassette", ".md", ".markdown")):
        return f"`chunktape play {word(name)}`"
    if name.lower().startswith(("http://", "https://")):
        return f"`chunktape record {word(name)}`"
    elsewhere = [here for here, names in _ELSEWHERE.items() if name.lower() in names.split()]
    found = [*elsewhere, *get_close_matches(name.lower(), COMMANDS, 1)]
    return f"`{found[0]}`" if found else ""


@click.group(
    cls=LazyGroup,
    help=say("Record a streaming HTTP session and play it back: same bytes, same boundaries, same times."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package.__version__, prog_name="chunktape")
def chunktape() -> None:
    if sys.flags.dev_mode:  # pragma: no cover - python -X dev: show tracebacks of our own errors
        return
