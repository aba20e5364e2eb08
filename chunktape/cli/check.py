"""`chunktape check CLIENT`: a client against every cut that matters, and the smallest one that breaks it."""

import sys
from pathlib import Path
from typing import Final

import click

from cassettes.errors import EXIT_CTRL_C, SpecError
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import known as ratchet
from chunktape.check import report as shown
from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.sweep.effort import Effort
from chunktape.check.sweep.memory import Memory
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge
from chunktape.cli.check_options import (
    chosen_of,
    effort_of,
    effort_options,
    known_options,
    tape_options,
    template_of,
)
from player.splits import Split

EXIT_FAILS: Final = 1
EXIT_NOT_JUDGED: Final = 3
#: runs between two lines of progress
_EVERY: Final = 50


@click.command()
@click.argument("client", metavar="CLIENT")
@tape_options
@effort_options
@known_options
@click.option("--all", "every", is_flag=True, help=say("Show the boundary classes that pass, too."))
@click.option("--json", "json_", is_flag=True, help=say("Print JSON."))
@click.pass_context
def command(
    ctx: click.Context,
    client: str,
    tapes: tuple[str, ...],
    template: str | None,
    event: str,
    done: str,
    ndjson: bool,
    spec: str | None,
    level: str | None,
    seeds: int,
    budget: str | None,
    known: str | None,
    update_known: bool,
    every: bool,
    json_: bool,
) -> None:
    effort = effort_of(level, seeds, budget)
    split, chosen = chosen_of(tapes, template_of(template, event, done, ndjson=ndjson), spec)
    accepted = _accepted(known, update=update_known)
    report = Report(safe(client))
    try:
        code = _checked(report, client, chosen, split, effort)
    except CantJudge as error:
        click.echo(f"chunktape: {error}", err=True)
        ctx.exit(EXIT_NOT_JUDGED)
    if known is not None:
        if update_known and code == 0:
            ratchet.write(known, report, accepted)
            accepted = ratchet.read(known)
        ratchet.accept(report, accepted, known, whole=split is None)
    if json_:
        click.echo(shown.as_json(report))
    else:
        for line in shown.lines(report, every=every):
            click.echo(line)
    ctx.exit(code or (EXIT_FAILS if report.failed else 0))


def _checked(report: Report, client: str, chosen: list[Tape], split: Split | None, effort: Effort) -> int:
    """The exit code of a check, but for what it found; Ctrl-C and SIGTERM leave what was found in the report."""
    child: Child | None = None
    try:
        child = _client(client)
        Check(
            report,
            child,
            _progress if sys.stderr is not None and sys.stderr.isatty() else _quiet,
            effort=effort,
            memory=Memory.of(client),
        ).run(chosen, split)
    except KeyboardInterrupt:
        return EXIT_CTRL_C
    finally:
        if child is not None:
            child.close()
    return 0


def _client(text: str) -> Child:
    return python_client(text.removeprefix("py:")) if text.startswith("py:") else node_client(text)


def _accepted(file: str | None, *, update: bool) -> dict[ratchet.Key, str]:
    """The failures that are known. Raises SpecError."""
    if file is None:
        if update:
            raise SpecError(say("--update-known writes the file of --known: give --known FILE as well."))
        return {}
    return {} if update and not Path(file).exists() else ratchet.read(file)


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
