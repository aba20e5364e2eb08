"""`chunktape plan FILE [NUMBER]`: where a split cuts, what it hits, and test vectors of it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from cassettes.boundaries.coverage import Report, Tally, amounts, coverage, encoded_note, percent, unjudged
from cassettes.clock import MS
from cassettes.errors import CassetteError, SpecError
from cassettes.library import cassette_for
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.store import load
from chunktape.show import entries
from chunktape.show.picture import svg
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.spec.spec import parse_spec
from player.splits import PROFILES, Body, Plan, Split, arrivals, plan_for, vectors, wants_seed
from player.splits.describe import around
from player.splits.exhaust import LEVELS, Exhaustion
from player.splits.registry import FIRST

#: pieces printed before and behind a gap in a long table
_HEAD, _TAIL = 300, 20


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
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
@click.option("--profiles", is_flag=True, help=say("List the profiles to begin with."))
@click.option("--all", "every", is_flag=True, help=say("With --profiles: list all of them."))
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
    as_json: bool,
    profiles: bool,
    every: bool,
    faults: bool,
    rewrites: bool,
) -> None:
    if profiles:
        _list_profiles(every)
    for fault in sorted(FAULTS.values(), key=lambda one: one.phase) if faults else ():
        _listed(entries.fault(fault))
    for rewrite in sorted(REWRITES.values(), key=lambda one: one.stage) if rewrites else ():
        _listed(entries.rewrite(rewrite))
    if profiles or faults or rewrites:
        return
    if file is None:
        raise SpecError(say("Expected a cassette: `chunktape plan FILE`, or `chunktape plan --profiles`."))
    if spec is not None and level is not None:
        raise SpecError(say("Give either --split or --exhaust: a level makes its own plans."))
    if svg_file is not None and level is not None:
        raise SpecError(
            say("--svg draws one plan, and --exhaust makes many: draw one of them with --split and its spec.")
        )
    split = _split(spec or "recorded")
    interaction = _interaction(file, number)
    source = Body.of(interaction)
    plans: Iterable[Plan]
    if level is None:
        plans = [plan_for(source, split)]
    else:
        exhaustion = Exhaustion(source, level)
        counts = {"level": level, "cuts": exhaustion.cuts, "requests": exhaustion.requests}
        click.echo(say("{level}: variants {cuts}, requests {requests}", **counts), err=as_json)
        if source.boundaries.encoded:
            click.echo(encoded_note(cassette_for), err=as_json)
        plans = exhaustion.plans()
    if vectors_file is not None:
        with _open(vectors_file) as out:
            count = vectors.write(out, source, plans, name=Path(file).name, number=interaction.number)
        click.echo(say("{file}: plans {count}", file=vectors_file, count=count), err=as_json)
    if level is not None:
        if as_json and vectors_file is None:
            for plan in plans:
                click.echo(json.dumps({"spec": plan.spec, "cuts": plan.cuts}))
        _judge(source, Exhaustion(source, level).plans(), fail_under)
        return
    plan = plan_for(source, split)
    if svg_file is not None:
        with _open(svg_file) as out:
            out.write(svg(source, plan, plan.spec))
    if as_json:
        click.echo(json.dumps(_as_json(source, plan)))
    elif vectors_file is None:
        _print(source, plan, file, interaction.number, split)
    _judge(source, [plan], fail_under)


def _judge(source: Body, plans: Iterable[Plan], wanted: int | None) -> None:
    """Exit code 1 when the plans together hit less than `wanted` percent of the classes that the body has, and when it
    has none.
    """
    if not wanted:
        return
    tally, boundaries = Tally(), source.boundaries
    for plan in plans:
        tally.add(boundaries, plan.cuts)
    found = percent([tally.coverage(amounts(boundaries))])
    if found is None:
        click.echo(unjudged(wanted, encoded=boundaries.encoded), err=True)
        raise SystemExit(1)
    if found < wanted:
        click.echo(
            say(
                "The plan hits {percent} % of the body's cut classes, and --fail-under asks for {wanted} %.",
                percent=found,
                wanted=wanted,
            ),
            err=True,
        )
        raise SystemExit(1)


def _split(text: str) -> Split:
    spec = parse_spec(text)
    others = str(replace(spec, split=None))
    if others or spec.split is None:
        raise SpecError(say("`plan` shows the split alone; leave {part!r} to `play`.", part=others))
    return spec.split


def _interaction(file: str, number: int | None) -> Interaction:
    """Interaction `number`; without one the first that has a body."""
    interactions = load(file).interactions
    if number is None:
        found = next((one for one in interactions if one.body), None)
        if found is None:
            raise SpecError(say("{file} has no response with a body, so there is nothing to cut.", file=file))
        return found
    found = next((one for one in interactions if one.number == number), None)
    if found is None:
        numbers = ", ".join(str(one.number) for one in interactions[:20])
        raise SpecError(
            say(
                "{file} has no interaction {number}; it has {numbers}. `chunktape show` lists them.",
                file=file,
                number=number,
                numbers=numbers or "0",
            )
        )
    return found


@contextmanager
def _open(file: str) -> Iterator[TextIO]:
    """The file to write, until it is closed. Raises CassetteError, also for a disk that is full in between."""
    try:
        with Path(file).open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise CassetteError(
            say("{file} can't be written: {reason}.", file=file, reason=error.strerror), path=file
        ) from None


def _print(source: Body, plan: Plan, file: str, number: int, split: Split) -> None:
    spans = plan.spans(len(source.data))
    times = arrivals(source, plan)
    boundaries = source.boundaries
    click.echo(
        say(
            "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}",
            file=file,
            number=number,
            size=len(source.data),
            dialect=boundaries.dialect,
            events=len(source.events) + 1 if source.data else 0,
            pieces=len(source.times),
        )
    )
    click.echo(plan.spec)
    if wants_seed(split):
        click.echo(say("No seed was given, so this is seed {seed}; another one cuts elsewhere.", seed=0))
    last, recorded = (f"{at / MS:.1f}" for at in (times[-1] if times else 0, source.times[-1] if source.times else 0))
    click.echo(
        say(
            "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap",
            pieces=len(spans),
            last=last,
            recorded=recorded,
        )
    )
    click.echo()
    widths = "{:>6}  {:>15}  {:>9}  {}"
    click.echo(widths.format(*say("piece\tbytes\tat ms\tcut behind it").split("\t")))
    hidden = range(_HEAD, len(spans) - _TAIL)
    for index, ((start, end), at) in enumerate(zip(spans, times, strict=True)):
        if index in hidden:
            if index == hidden[0]:
                click.echo(say("… {count} more pieces: --json has them all", count=len(hidden)))
            continue
        cut = ""
        if index < len(plan.cuts):
            shown = around(source.data, end, text=boundaries.dialect != "binary")
            cut = f"{shown}  {' '.join(boundaries.classes_at(end)) or '-'}"
        click.echo(widths.format(index + 1, f"{start}..{end}", f"{at / MS:.1f}", cut).rstrip())
    click.echo()
    for line in Report(coverage(boundaries, plan.cuts), encoded=boundaries.encoded).lines(cassette_for):
        click.echo(line)


def _as_json(source: Body, plan: Plan) -> dict[str, object]:
    boundaries = source.boundaries
    planned = coverage(boundaries, plan.cuts)
    spans = plan.spans(len(source.data))
    pieces = zip(spans, arrivals(source, plan), plan.holds or (0,) * len(spans), strict=True)
    return {
        "spec": plan.spec,
        "body": {
            "size": len(source.data),
            "digest": source.digest,
            "dialect": boundaries.dialect,
            "encoded": boundaries.encoded,
        },
        "pieces": [
            {
                "start": start,
                "end": end,
                "at_ns": at,
                "hold_ns": hold,
                "classes": list(boundaries.classes_at(end)) if end < len(source.data) else [],
            }
            for (start, end), at, hold in pieces
        ],
        "coverage": [
            {"id": row.id, "kind": row.kind, "positions": row.positions, "planned": row.hits} for row in planned.rows
        ],
        "absent": planned.absent(cassette_for),
    }


def _list_profiles(every: bool) -> None:
    names = list(PROFILES) if every else list(FIRST)
    for name in names:
        _listed(entries.profile(PROFILES[name]))
    if not every:
        click.echo(say("{count} more: `chunktape plan --profiles --all`", count=len(PROFILES) - len(names)))


def _listed(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
