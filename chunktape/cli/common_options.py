"""Options that several commands have, each in one wording, and `together`, which makes a group of options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cassettes.messages import say
from network.listen import DEFAULT_PORT

#: adds one option, or a group of them, to the function of a command
Adds = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*options: Adds) -> Adds:
    """A group of options; `--help` has them in this order."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


host_option = click.option("--host", default="127.0.0.1", show_default=True, help=say("Address to listen on."))
port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=say(
        "Port to listen on. Without it {port} or, when that is taken, the next free one. 0 is any.", port=DEFAULT_PORT
    ),
)
ready_file_option = click.option(
    "--ready-file",
    type=click.Path(dir_okay=False),
    help=say('Write {"url": ..., "pid": ...} to this file once it listens.'),
)
new_file_option = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("The cassette to write; by default cassettes/HOST-DATE-TIME.cassette."),
)
ca_option = click.option("--ca", metavar="FILE", default="", help=say("Trust this CA file (PEM) too."))
json_option = click.option("--json", "json_", is_flag=True, help=say("Print JSON."))


def insecure_option(*short: str) -> Adds:
    """`--insecure`, perhaps with a short name."""
    return click.option("--insecure", *short, is_flag=True, help=say("Trust any certificate of the upstream."))


def max_body_option(most: int) -> Adds:
    """`--max-body`, up to `most` MiB."""
    return click.option(
        "--max-body",
        default=32,
        show_default=True,
        type=click.IntRange(1, most),
        metavar="MIB",
        help=say("Largest request body in MiB."),
    )
