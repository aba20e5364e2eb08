"""`chunktape check CLIENT`: a client against every cut that matters, and the smallest one that breaks it."""

import sys
from typing import Final

import click

from cassettes.errors import EXIT_CTRL_C, SpecError
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.findings import Report
from chunktape.check.life.live import Asked, parse_scene
from chunktape.check.reports import console, files, values
from chunktape.check.reports.progress import Progress
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.tapes import Tape, given
from chunktape.check.values import CantJudge
from player.spec.spec import Spec, parse_spec
from player.splits import Split

EXIT_FAILS: Final = 1
EXIT_NOT_JUDGED: Final = 3


@click.command()
@click.argument("client", metavar="CLIENT")
@click.option(
    "--tape",
    "tapes",
    multiple=True,
    metavar="FILE",
    help=say("A cassette to check with, or the name of a bundled one; may be given again. Default: the bundled ones."),
)
@click.option(
    "--split",
    "spec",
    metavar="SPEC",
    help=say("Run this one plan: what a report says behind 'Again' (quote it: PowerShell splits at commas)."),
)
@click.option(
    "--scene",
    metavar="SCENE",
    help=say("Play this one scene of the client's life, such as 'abort,at=268': what a report says behind 'Again'."),
)
@click.option("--all", "every", is_flag=True, help=say("Show the boundary classes that no tape has, too."))
@click.option("--json", "json_", is_flag=True, help=say("Print JSON."))
@click.option("--junit", metavar="FILE", help=say("Write the report as JUnit XML, for CI."))
@click.option("--markdown", metavar="FILE", help=say("Write it in Markdown: a job summary, or a bug report."))
@click.option("--html", metavar="FILE", help=say("Write it as one HTML page that needs no network."))
@click.pass_context
def command(
    ctx: click.Context,
    /,
    client: str,
    tapes: tuple[str, ...],
    spec: str | None,
    scene: str | None,
    every: bool,
    json_: bool,
    **forms: str | None,
) -> None:
    split, chosen = _chosen(tapes, spec)
    asked = None if scene is None else parse_scene(scene)
    wanted = {form: file for form, file in forms.items() if file is not None}
    files.check_places(wanted)
    child: Child | None = None
    report = Report(safe(client))
    progress = Progress(sys.stderr) if sys.stderr is not None and sys.stderr.isatty() else None
    try:
        child = _client(client)
        check = Check(report, child, progress or _quiet)
        code = _checked(check, chosen, split, asked)
    except CantJudge as error:
        report.refused = str(error)
        code = EXIT_NOT_JUDGED
    finally:
        if child is not None:
            child.close()
        if progress is not None:
            progress.clear()
    if report.refused:
        click.echo(f"chunktape: {report.refused}", err=True)
    elif json_:
        click.echo(values.as_json(report))
    else:
        for line in console.lines(report, every=every):
            click.echo(line)
    files.write(report, wanted)
    ctx.exit(code)


def _checked(check: Check, chosen: list[Tape], split: Split | None, scene: Asked | None) -> int:
    """The exit code of a check; Ctrl-C leaves what was found so far in the report."""
    try:
        report = check.run(chosen, split, scene)
    except KeyboardInterrupt:
        return EXIT_CTRL_C
    return EXIT_FAILS if report.failed else 0


def _client(text: str) -> Child:
    return python_client(text.removeprefix("py:")) if text.startswith("py:") else node_client(text)


def _chosen(files: tuple[str, ...], spec: str | None) -> tuple[Split | None, list[Tape]]:
    """The plan and the tapes that are asked for; a plan that names a body picks the tape that has it.

    Raises SpecError and CassetteError.
    """
    if spec is None:
        return None, given(files)
    if not files:
        raise SpecError(say("--split runs one plan, so it needs the tape that it is for: give --tape FILE."))
    read = parse_spec(spec)
    split = read.split or Split("event")
    others = str(Spec(faults=read.faults, speed=read.speed, gap=read.gap, idle_cap=read.idle_cap, jitter=read.jitter))
    if others:
        raise SpecError(say("`check` runs splits and rewrites; leave {part!r} to `play`.", part=others))
    chosen = given(files, read.rewrites)
    if split.body:
        fitting = [one for one in chosen if one.body.digest == split.body]
        if not fitting:
            raise SpecError(
                say("No tape has a body with digest {digest}, for which the plan was made.", digest=split.body)
            )
        chosen = fitting
    return split, chosen


def _quiet(report: Report) -> None:
    """Say nothing: nobody looks."""
