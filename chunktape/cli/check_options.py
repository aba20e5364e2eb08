"""Options of `chunktape check` in groups: streams, stubs, effort, accepted failures, reports."""

from collections.abc import Sequence
from dataclasses import replace

import click

from cassettes.errors import SpecError
from cassettes.messages import say
from chunktape.check.sweep.effort import SEEDS, Effort
from chunktape.check.tapes import Tape, given
from chunktape.check.tapes.other_text import TEXTS
from chunktape.check.tapes.span import Span
from chunktape.check.tapes.template import Template
from chunktape.cli.common_options import json_option, together
from player.spec.spec import Spec, parse_spec
from player.splits import Split
from player.splits.exhaust import LEVELS

#: the streams
tape_options = together(
    click.option(
        "--tape",
        "tapes",
        multiple=True,
        metavar="FILE",
        help=say(
            "A cassette to check with, or the name of a bundled one; may be given again. Default: the bundled ones."
        ),
    ),
    click.option(
        "--template",
        metavar="JSON",
        help=say(
            "Check with a stream of your own backend's JSON: one event, with $TEXT where the answer stands "
            "('{example}').",
            example='{"content":$TEXT}',
        ),
    ),
    click.option("--event", metavar="NAME", default="", help=say("The name of the events of --template.")),
    click.option(
        "--done",
        metavar="DATA",
        default="",
        help=say("The data of a last event, behind those of --template: '[DONE]'."),
    ),
    click.option("--ndjson", is_flag=True, help=say("Lines of JSON in --template, not server-sent events.")),
)

#: values for missing parts
stub_option = click.option(
    "--stub",
    "stubs",
    multiple=True,
    metavar="NAME=VALUE",
    help=say(
        "What stands in for an import, storage.KEY, env.NAME, globalData.PATH or global.PATH: a path to a module, "
        "JSON or text; may be given again."
    ),
)

#: how many plans
effort_options = together(
    click.option(
        "--split",
        "spec",
        metavar="SPEC",
        help=say("Run this one plan, which a report names behind 'Again' (quote it: PowerShell splits at commas)."),
    ),
    click.option(
        "--scene",
        metavar="SCENE",
        help=say("Play this one scene of the client's life, such as 'abort,at=268'. A report names it behind 'Again'."),
    ),
    click.option(
        "--level",
        type=click.Choice(LEVELS),
        default=None,
        help=say("Try every plan up to this level, on every tape; default: the structural places of the first one."),
    ),
    click.option(
        "--seeds",
        type=click.IntRange(0, 100_000),
        default=SEEDS,
        show_default=True,
        metavar="N",
        help=say("How many seeds of random plans, from 0."),
    ),
    click.option(
        "--budget",
        metavar="TIME|RUNS",
        help=say(
            "Go on for this time or for so many runs, such as 30s or 5000: through all levels, then with further seeds."
        ),
    ),
)

#: failures that are accepted
known_options = together(
    click.option(
        "--known",
        metavar="FILE",
        help=say("Failures in this file are accepted, one a line; a line that fails no more fails the check."),
    ),
    click.option("--update-known", is_flag=True, help=say("Write what fails now into the file of --known.")),
)

#: the reports and their files
report_options = together(
    click.option("--all", "every", is_flag=True, help=say("Show the boundary classes that no tape has, too.")),
    json_option,
    click.option("--junit", metavar="FILE", help=say("Write the report as JUnit XML, for CI.")),
    click.option("--markdown", metavar="FILE", help=say("Write it in Markdown: a job summary, or a bug report.")),
    click.option("--html", metavar="FILE", help=say("Write it as one HTML page that needs no network.")),
)


def effort_of(level: str | None, seeds: int, budget: str | None) -> Effort:
    """The effort that is asked for. Raises SpecError."""
    effort = Effort(level or "", seeds)
    return effort if budget is None else effort.with_budget(budget)


def template_of(template: str | None, event: str, done: str, *, ndjson: bool) -> Template | None:
    """The template that is asked for. Raises SpecError."""
    if template is None and (event or done or ndjson):
        raise SpecError(say("--event, --done and --ndjson belong to --template: give it as well."))
    return None if template is None else Template(template, event, done, ndjson)


def chosen_of(files: Sequence[str], template: Template | None, spec: str | None) -> tuple[Split | None, list[Tape]]:
    """The plan and the tapes that are asked for; a plan that names a body picks the tape that has it.

    Raises SpecError and CassetteError.
    """
    chosen = [*given(files), *([Tape.of_template(template)] if template is not None else [])]
    if spec is None:
        return None, chosen
    if not chosen:
        raise SpecError(say("--split runs one plan, so it needs the tape that it is for: give --tape FILE."))
    # another text in the stream, and a few events of it, are parts of `check`, not rewrites
    parts = spec.replace(" ", "+").split("+")
    other = next((part for part in parts if part in TEXTS), "")
    span = next(filter(None, map(Span.read, parts)), None)
    read = parse_spec("+".join(part for part in parts if part not in TEXTS and Span.read(part) is None) or "event")
    split = read.split or Split("event")
    others = str(Spec(faults=read.faults, speed=read.speed, gap=read.gap, idle_cap=read.idle_cap, jitter=read.jitter))
    if others:
        raise SpecError(say("`check` runs splits and rewrites; leave {part!r} to `play`.", part=others))
    chosen = [replace(one, rewrites=read.rewrites, other=other, span=span) for one in chosen]
    if split.body:
        fitting = [one for one in chosen if _digest(one) == split.body]
        if not fitting:
            raise SpecError(
                say("No tape has a body with digest {digest}, for which the plan was made.", digest=split.body)
            )
        chosen = fitting
    for one in chosen:
        assert one.body  # raises SpecError for a rewrite that it can't have, before anything runs
    return split, chosen


def _digest(tape: Tape) -> str:
    """The digest of a body; empty for a tape that can't have the rewrite, and so is not the one that is meant."""
    try:
        return tape.body.digest
    except SpecError:
        return ""
