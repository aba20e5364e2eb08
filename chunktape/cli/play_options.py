"""Options of `chunktape play` in groups: how answers are cut, and about load. `chunktape.options` holds their words."""

import click

from cassettes.messages import say
from chunktape.cli.common_options import together

#: how answers are cut; the seed of the session is one of `load_options`
split_options = together(
    click.option(
        "--split",
        default="recorded",
        show_default=True,
        metavar="SPEC",
        help=say(
            "How to cut: recorded, utf8, merge, smoke ... ('utf8,seed=7'; quote it). All: chunktape plan "
            "--profiles --all"
        ),
    ),
    click.option(
        "--gap",
        default="auto",
        show_default=True,
        metavar="MS",
        help=say(
            "Least time between two writes: 0, milliseconds, auto, device (20), xhr (50), or assured (acknowledged)."
        ),
    ),
    click.option(
        "--jitter",
        metavar="MS",
        help=say("Each write leaves up to this many milliseconds later, drawn from the seed."),
    ),
    click.option(
        "--fault",
        multiple=True,
        metavar="SPEC",
        help=say("What goes wrong: 'reset,at=event:5', 'truncate,at=share:0.5,times=1' ... May be given again."),
    ),
    click.option(
        "--rewrite",
        multiple=True,
        metavar="SPEC",
        help=say("The same answer in other bytes: crlf ... May be given again."),
    ),
    click.option("--idle-cap", metavar="TIME", help=say("Shorten silences longer than this (2s, 500ms).")),
    click.option(
        "--fail-under",
        type=click.IntRange(0, 100),
        metavar="PERCENT",
        help=say("Exit 1 when the coverage is below this percentage: as clients reported it, else as it was sent."),
    ),
)


load_options = together(
    click.option(
        "--workers",
        default=1,
        show_default=True,
        type=click.IntRange(1, 256),
        help=say("Processes that serve the port, to use more cores. Each has its own turns, journal and settings."),
    ),
    click.option(
        "--max-streams",
        default=0,
        type=click.IntRange(0),
        help=say("Answer 429 while this many responses are being played (of each worker). 0 is no limit."),
    ),
    click.option(
        "--max-late",
        metavar="TIME",
        help=say("Warn about responses that are later than this (5ms, 0.5s), and end with exit code 1."),
    ),
    click.option(
        "--mix",
        metavar="NAME=WEIGHT,...",
        help=say("With --match any: how often which file answers (short=70,reasoning=20); name#3 is one interaction."),
    ),
    click.option(
        "--vary",
        metavar="WHAT=FROM..TO,...",
        help=say("Other times for each response: ttft=200ms..2s (first body bytes), tps=40..80 (frames per second)."),
    ),
    click.option(
        "--session-seed", metavar="SEED", help=say("Seed of what is drawn in this session, to draw the same again.")
    ),
)
