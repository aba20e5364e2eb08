"""`chunktape plan FILE [NUMBER]`: where a split cuts, what it hits, and test vectors of it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from cassettes.boundaries.coverage import Tally, amounts, encoded_note, percent, unjudged
from cassettes.errors import CassetteError, SpecError
from cassettes.library import cassette_for, located
from cassettes.messages import say
from cassettes.messages.reasons import why
from cassettes.model import Interaction
from cassettes.printable import safe
from cassettes.store import load, numbered
from chunktape.cli.common_options import json_option
from chunktape.process.terminal import echo, terminal_width
from chunktape.show.lists import Lists
from chunktape.show.picture import svg
from chunktape.show.plan import Planned, plan_json, plan_lines
from player.spec.perform import body_of, performed
from player.spec.scenario import Scenario
from player.spec.settle import with_uses
from player.spec.spec import Spec, parse_spec
from player.splits import Body, Plan, Split, plan_for, settled, vectors, wants_seed
from player.splits.exhaust import LEVELS, Exhaustion


@click.command()
@click.argument("file", required=False, type=click.Path())
@click.argument("number", required=False, type=int)
@click.option(
    "--split",
    "spec",
    metavar="SPEC",
    help=say("The split, such as 'utf8,seed=7' (quote it: PowerShell splits at commas). Default: recorded."),
)
@click.option("--svg", "svg_file", type=click.Path(), help=say("Draw the plan into this file."))
@click.option(
    "--vectors",
    "vectors_file",
    type=click.Path(),
    help=say("Write JSON test vectors into this file: body, cuts, expected events and text."),
)
@click.option(
    "--exhaust",
    "level",
    type=click.Choice(LEVELS),
    help=say("Every cut of a level, packed into few requests. With --vectors all of them are written."),
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help=say(
        "Exit 1 when the plan (with --exhaust: all of them) hits less than this percentage of the body's cut classes."
    ),
)
@json_option
@click.option("--profiles", is_flag=True, help=say("List the profiles to begin with."))
@click.option(
    "--all",
    "every",
    is_flag=True,
    help=say("With --profiles: list all of them. With FILE: the boundary classes, too, that its body can't have."),
)
@click.option("--faults", is_flag=True, help=say("List the faults, in the order of their phases."))
@click.option("--rewrites", is_flag=True, help=say("List the rewrites, in the order of their stages."))
def command(
    file: str | None,
    number: int | None,
    spec: str | None,
    svg_file: str | None,
    vectors_file: str | None,
    level: str | None,
    fail_under: int | None,
    json_: bool,
    profiles: bool,
    every: bool,
    faults: bool,
    rewrites: bool,
) -> None:
    if profiles or faults or rewrites:
        if file is not None:
            raise SpecError(
                say(
                    "--profiles, --faults and --rewrites list what there is, for any file: leave out {file}.", file=file
                )
            )
        lists = Lists(profiles, every, faults, rewrites)
        _say([json.dumps(lists.values())] if json_ else lists.lines(terminal_width()))
        return
    if file is None:
        raise SpecError(say("Expected a cassette: `chunktape plan FILE`, or `chunktape plan --profiles`."))
    if spec is not None and level is not None:
        raise SpecError(say("Give either --split or --exhaust: a level makes its own plans."))
    if svg_file is not None and level is not None:
        raise SpecError(
            say("--svg draws one plan, and --exhaust makes many: draw one of them with --split and its spec.")
        )
    scenario = _scenario(spec or "recorded")
    if vectors_file is not None and (scenario.rewrites or scenario.faults):
        raise SpecError(
            say("Vectors are made of recorded bodies that come whole: leave rewrites and faults out of their split.")
        )
    interaction = _interaction(file, number)
    source, split = body_of(interaction, scenario), scenario.split
    plans: Iterable[Plan]
    if level is None:
        plans = [plan_for(source, split)]
    else:
        exhaustion = Exhaustion(source, level)
        counts = {"level": level, "cuts": exhaustion.cuts, "requests": exhaustion.requests}
        echo(say("{level}: variants {cuts}, requests {requests}", **counts), err=json_)
        if source.boundaries.encoded:
            echo(encoded_note(cassette_for), err=json_)
        plans = exhaustion.plans()
    if vectors_file is not None:
        with _open(vectors_file) as out:
            count = vectors.write(out, source, plans, name=Path(file).name, number=interaction.number)
        echo(say("{file}: plans {count}", file=safe(vectors_file), count=count), err=json_)
    if level is not None:
        if json_ and vectors_file is None:
            for plan in plans:
                click.echo(json.dumps({"spec": plan.spec, "cuts": plan.cuts}))
        _judge(source, (plan.cuts for plan in Exhaustion(source, level).plans()), fail_under)
        return
    plan = plan_for(source, split)
    if svg_file is not None:
        with _open(svg_file) as out:
            out.write(svg(source, plan, plan.spec))
        echo(say("{file} is written.", file=safe(svg_file)), err=json_)
    whole = replace(scenario, split=settled(split, source))
    one = Planned(source, plan, whole, performed(interaction, whole, source) if scenario.faults else None)
    if json_:
        click.echo(json.dumps(plan_json(one)))
    elif vectors_file is None:
        seeded, width = wants_seed(split), terminal_width()
        _say(plan_lines(one, file, interaction.number, seeded=seeded, every=every, width=width))
    _judge(source, [one.sent_cuts], fail_under)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _judge(source: Body, plans: Iterable[Iterable[int]], wanted: int | None) -> None:
    """Exit code 1 when the cuts of all `plans` together hit less than `wanted` percent of the classes that the body
    has, and when it has none.
    """
    if not wanted:
        return
    tally, boundaries = Tally(), source.boundaries
    for cuts in plans:
        tally.add(boundaries, cuts)
    found = percent([tally.coverage(amounts(boundaries))])
    if found is None:
        failure = unjudged(wanted, encoded=boundaries.encoded)
    elif found < wanted:
        failure = say(
            "The plan hits {percent} % of the body's cut classes, and --fail-under asks for {wanted} %.",
            percent=found,
            wanted=wanted,
        )
    else:
        return
    echo(failure, err=True)
    raise SystemExit(1)


def _scenario(text: str) -> Scenario:
    """The split, rewrites and faults of `text`, each as the first request of a client would meet them."""
    spec = parse_spec(text)
    others = str(Spec(speed=spec.speed, gap=spec.gap, idle_cap=spec.idle_cap, jitter=spec.jitter))
    if others:
        raise SpecError(say("`plan` shows cuts and faults; leave {part!r} to `play`.", part=others))
    return with_uses(Scenario(split=spec.split or Split(), rewrites=spec.rewrites, faults=spec.faults), "0")


def _interaction(file: str, number: int | None) -> Interaction:
    """Interaction `number`; without one the first that has a body."""
    cassette = load(located(file))
    if number is not None:
        return numbered(cassette, number)
    found = next((one for one in cassette.interactions if one.body), None)
    if found is None:
        raise SpecError(say("{file} has no response with a body, so there is nothing to cut.", file=file))
    return found


@contextmanager
def _open(file: str) -> Iterator[TextIO]:
    """The file to write, while the block runs. Raises CassetteError, also for a disk that gets full."""
    try:
        with Path(file).open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise CassetteError(
            say("{file} can't be written: {reason}.", file=file, reason=why(error)), path=file
        ) from None
