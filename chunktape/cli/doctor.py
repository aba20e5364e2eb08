"""`chunktape doctor`: what works on this machine, each line ok or not ok with its fix; exit code 1 where one is not."""

import json

import click

import chunktape
from chunktape.cli.common_options import json_option
from chunktape.doctor.judge import findings, lines
from chunktape.process.terminal import terminal_width


@click.command()
@json_option
@click.pass_context
def command(ctx: click.Context, json_: bool) -> None:
    from chunktape.doctor.gather import facts

    found = findings(facts())
    good = all(one.ok for one in found)
    if json_:
        checks = [
            {"name": one.name, "ok": one.ok, "said": one.said, "fix": one.fix, "facts": dict(one.facts)}
            for one in found
        ]
        click.echo(json.dumps({"version": chunktape.__version__, "ok": good, "checks": checks}, indent=1))
    else:
        for line in lines(found, terminal_width()):
            click.echo(line)
    ctx.exit(0 if good else 1)
