"""The options of every command that writes a cassette, and the functions that read them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from chunktape.cli.common_options import together

if TYPE_CHECKING:
    from cassettes.model import Interaction
    from cassettes.redaction.redact import Redaction
    from cassettes.store import Mode

#: with `--keep-secrets`
SHARES_SECRETS: Final = sentence(
    "Warning: --keep-secrets stores keys, cookies and tokens as they are. Do not share this file."
)


overwrite_option = click.option("--overwrite", is_flag=True, help=say("Replace an existing cassette."))
#: `writing_mode` reads them
mode_options = together(
    click.option("--append", is_flag=True, help=say("Add to an existing cassette.")), overwrite_option
)
#: of a command that makes a cassette from a file
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=say("File to write. Default: the name of the input with .cassette."),
)
#: `redaction_of` reads them
redaction_options = together(
    click.option(
        "--redact",
        metavar="RULE",
        multiple=True,
        help=say("Also redact header:NAME, query:NAME, field:NAME or body:NAME in the cassette (repeatable)."),
    ),
    click.option("--keep-secrets", is_flag=True, help=say("Redact nothing.")),
)


def writing_mode(append: bool, overwrite: bool) -> "Mode":
    """How the file is opened: an existing one is refused unless one of the two options is given. Raises SpecError for
    both of them.
    """
    if append and overwrite:
        raise SpecError(say("--append and --overwrite exclude each other; give one."))
    return "append" if append else "overwrite" if overwrite else "create"


def redaction_of(rules: Sequence[str], keep_secrets: bool) -> "Redaction":
    """The redaction. Raises SpecError for an invalid rule, and for rules together with `--keep-secrets`."""
    from cassettes.redaction.redact import Redaction

    if keep_secrets and rules:
        raise SpecError(say("--keep-secrets and --redact exclude each other; give one."))
    return Redaction.none() if keep_secrets else Redaction.default(rules)


def written(file: Path, interactions: Sequence["Interaction"], origin: str) -> str:
    """The sentence about a cassette that was made; `origin` says what of it is real."""
    return say(
        "{file} is written. Interactions: {count}, body bytes: {bytes}. {origin}",
        file=file,
        count=len(interactions),
        bytes=sum(len(one.body) for one in interactions),
        origin=origin,
    )
