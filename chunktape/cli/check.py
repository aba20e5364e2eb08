"""`chunktape check CLIENT`: a client against every cut that matters, and the smallest one that breaks it."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from cassettes.errors import EXIT_CTRL_C, SpecError
from cassettes.messages import say
from cassettes.printable import safe, word
from chunktape.check.driving import adapters
from chunktape.check.findings import Report
from chunktape.check.kept import known as ratchet
from chunktape.check.kept.memory import Memory
from chunktape.check.life.live import Asked, parse_scene
from chunktape.check.reports import console, files, values
from chunktape.check.reports.progress import Progress
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.runners.stubs import Stub, parse_stub, shown
from chunktape.check.sweep.effort import Effort
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge
from chunktape.cli.check_options import (
    chosen_of,
    effort_of,
    effort_options,
    known_options,
    report_options,
    stub_option,
    tape_options,
    template_of,
)
from chunktape.process import standard_streams
from chunktape.process.interrupts import Interrupts
from chunktape.process.terminal import echo
from player.splits import Split

EXIT_FAILS: Final = 1
EXIT_NOT_JUDGED: Final = 3


@click.command()
@click.argument("client", metavar="CLIENT")
@tape_options
@stub_option
@click.option("--init", is_flag=True, help=say("Write the adapter of a few lines that drives CLIENT, beside it."))
@click.option("--force", is_flag=True, help=say("With --init: write over an adapter that is there."))
@effort_options
@known_options
@report_options
@click.pass_context
def command(ctx: click.Context, /, client: str, **given: Any) -> None:
    effort = effort_of(given["level"], given["seeds"], given["budget"])
    template = template_of(given["template"], given["event"], given["done"], ndjson=given["ndjson"])
    split, chosen = chosen_of(given["tapes"], template, given["spec"])
    scene = None if given["scene"] is None else parse_scene(given["scene"])
    if split is not None and scene is not None:
        raise SpecError(say("--split runs one plan and --scene plays one scene: give one of them."))
    stubs = [parse_stub(one) for one in given["stubs"]]
    known, update = given["known"], given["update_known"]
    accepted = _accepted(known, update=update)
    wanted = {form: given[form] for form in ("junit", "markdown", "html") if given[form] is not None}
    if given["init"]:
        ctx.exit(_initiate(client, chosen, stubs, force=given["force"]))
    files.check_places(wanted)
    report = Report(safe(client), given=tuple(map(shown, given["stubs"])))
    with Interrupts() as interrupts:
        code = _checked(report, lambda: _client(client, stubs), chosen, split, scene, effort, Memory.of(client))
        interrupts.telling()
        if known is not None and code != EXIT_NOT_JUDGED:
            if update and code == 0:
                ratchet.write(known, report, accepted)
                accepted = ratchet.read(known)
            ratchet.accept(report, accepted, whole=split is None and scene is None)
        try:
            files.write(report, wanted)  # before anything is printed: nobody may read standard output
        finally:
            if interrupts.came:
                standard_streams.tell(lambda: _print(report, given))
            else:
                _print(report, given)
        if not interrupts.came:
            kept = [known] if known is not None and update and code == 0 else []
            for file in (*kept, *wanted.values()):
                echo(say("{file} is written.", file=safe(file)), err=True)
    ctx.exit(EXIT_CTRL_C if interrupts.came else code or (EXIT_FAILS if report.failed else 0))


def _print(report: Report, given: Mapping[str, Any]) -> None:
    """Print the report, or why there is none."""
    if report.refused:
        echo(f"chunktape: {report.refused}", err=True)
    elif given["json_"]:
        click.echo(values.as_json(report))
    else:
        for line in console.lines(report, every=given["every"]):
            click.echo(line)
    sys.stdout.flush()


def _checked(
    report: Report,
    begin: Callable[[], Child],
    chosen: list[Tape],
    split: Split | None,
    scene: Asked | None,
    effort: Effort,
    memory: Memory,
) -> int:
    """Run a check into `report`. Returns the exit code: 0 whatever was found, 130 after Ctrl-C or SIGTERM, which leave
    in the report what was found by then, 3 where nothing can be judged. The client's process has ended.
    """
    child: Child | None = None
    progress = Progress(sys.stderr) if sys.stderr is not None and sys.stderr.isatty() else None
    try:
        child = begin()
        Check(report, child, progress or _quiet, effort=effort, memory=memory).run(chosen, split, scene)
    except KeyboardInterrupt:
        return EXIT_CTRL_C
    except CantJudge as error:
        report.refused = str(error)
        return EXIT_NOT_JUDGED
    finally:
        if child is not None:
            child.close()
        if progress is not None:
            progress.clear()
    return 0


def _initiate(client: str, chosen: list[Tape], stubs: list[Stub], *, force: bool) -> int:
    """Write the adapter of a client. Raises SpecError and CassetteError."""
    path = adapters.place(client, force=force)
    child: Child | None = None
    try:
        child = _client(client, stubs)
        made = adapters.write(client, child, chosen, path)
    except CantJudge as error:
        echo(f"chunktape: {error}", err=True)
        return EXIT_NOT_JUDGED
    finally:
        if child is not None:
            child.close()
    echo(say("Wrote {file}. Next: chunktape check {command}", file=safe(str(made.path)), command=word(str(made.path))))
    if made.missing:
        echo(f"chunktape: {made.missing}", err=True)
        return EXIT_NOT_JUDGED
    return 0


def _client(text: str, stubs: list[Stub]) -> Child:
    if not text.startswith("py:"):
        return node_client(text, stubs)
    if stubs:
        raise SpecError(say("--stub is for JavaScript clients; {client} is Python.", client=text))
    return python_client(text.removeprefix("py:"))


def _accepted(file: str | None, *, update: bool) -> dict[ratchet.Key, str]:
    """The failures that the file of --known accepts. Raises SpecError."""
    if file is None:
        if update:
            raise SpecError(say("--update-known writes the file of --known: give --known FILE as well."))
        return {}
    return {} if update and not Path(file).exists() else ratchet.read(file)


def _quiet(report: Report) -> None:
    """Show no progress: standard error is no terminal."""
