"""`chunktape check CLIENT`: a client against every cut that matters, and the smallest one that breaks it."""

import sys
from typing import Final

import click

from cassettes.errors import EXIT_CTRL_C, SpecError
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import report as shown
from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.runners.stubs import parse_stub
from chunktape.check.runners.stubs import shown as shown_stub
from chunktape.check.tapes import Tape, given
from chunktape.check.values import CantJudge
from player.spec.spec import Spec, parse_spec
from player.splits import Split

EXIT_FAILS: Final = 1
EXIT_NOT_JUDGED: Final = 3
#: runs between two lines of progress
_EVERY: Final = 50


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
    "--stub",
    "stubs",
    multiple=True,
    metavar="NAME=VALUE",
    help=say(
        "What stands in for an import, storage.KEY, env.NAME, globalData.PATH or global.PATH: a path to a module, "
        "JSON or text; may be given again."
    ),
)
@click.option("--all", "every", is_flag=True, help=say("Show the boundary classes that pass, too."))
@click.option("--json", "json_", is_flag=True, help=say("Print JSON."))
@click.pass_context
def command(
    ctx: click.Context,
    client: str,
    tapes: tuple[str, ...],
    spec: str | None,
    stubs: tuple[str, ...],
    every: bool,
    json_: bool,
) -> None:
    split, chosen = _chosen(tapes, spec)
    child: Child | None = None
    try:
        child = _client(client, stubs)
        check = Check(safe(client), child, _progress if sys.stderr is not None and sys.stderr.isatty() else _quiet)
        check.report.given = tuple(map(shown_stub, stubs))
        code = _checked(check, chosen, split)
    except CantJudge as error:
        click.echo(f"chunktape: {error}", err=True)
        ctx.exit(EXIT_NOT_JUDGED)
    finally:
        if child is not None:
            child.close()
    if json_:
        click.echo(shown.as_json(check.report))
    else:
        for line in shown.lines(check.report, every=every):
            click.echo(line)
    ctx.exit(code)


def _checked(check: Check, chosen: list[Tape], split: Split | None) -> int:
    """The exit code of a check; Ctrl-C leaves what was found so far in the report."""
    try:
        report = check.run(chosen, split)
    except KeyboardInterrupt:
        return EXIT_CTRL_C
    return EXIT_FAILS if report.failed else 0


def _client(text: str, stubs: tuple[str, ...]) -> Child:
    if not text.startswith("py:"):
        return node_client(text, [parse_stub(one) for one in stubs])
    if stubs:
        raise SpecError(say("--stub is for JavaScript clients; {client} is Python.", client=text))
    return python_client(text.removeprefix("py:"))


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


def _progress(report: Report) -> None:
    if report.runs % _EVERY == 0:
        rate = report.runs / report.seconds if report.seconds else 0
        click.echo(
            "\r"
            + say(
                "runs {runs}, {rate:.0f} a second, failures {count}",
                runs=report.runs,
                rate=rate,
                count=len(report.findings),
            ),
            err=True,
            nl=False,
        )
