"""`chunktape make ANSWER.md --like API`: a cassette from a text; see `cassettes.providers.make`."""

from pathlib import Path

import click

import chunktape
from cassettes import store
from cassettes.clock import wall_clock_ns
from cassettes.durations import duration_ns
from cassettes.interchange import read_bytes
from cassettes.messages import say
from cassettes.printable import word
from cassettes.providers import SHAPES, End
from cassettes.providers.cadence import MAX_TPS, Cadence
from cassettes.providers.make import Extras, decode_text, make_header, make_interaction, parse_tool
from chunktape.cli.write_options import mode_options, output_option, writing_mode, written
from chunktape.process.terminal import echo


@click.command(name="make")
@click.argument("answer", type=click.Path(path_type=Path))
@click.option(
    "--like",
    metavar="API",
    type=click.Choice(list(SHAPES)),
    required=True,
    help=say("The API whose stream is made: {names}.", names=", ".join(SHAPES)),
)
@click.option("--tps", type=click.IntRange(1, MAX_TPS), default=30, show_default=True, help=say("Tokens per second."))
@click.option("--ttft", default="800ms", show_default=True, help=say("Time to the first token, such as 800ms."))
@click.option("--reasoning", type=click.Path(path_type=Path), help=say("File with the text of the reasoning."))
@click.option(
    "--tool",
    "tools",
    type=click.Path(path_type=Path),
    multiple=True,
    help=say("JSON file with a tool call: name and arguments. As often as needed."),
)
@click.option(
    "--choice",
    "choices",
    type=click.Path(path_type=Path),
    multiple=True,
    help=say("File with the text of a further choice. As often as needed."),
)
@click.option("--usage", is_flag=True, help=say("Send the token counts where the client must ask for them."))
@click.option("--eol", type=click.Choice(["lf", "crlf"]), help=say("Line ends; default: those of the API."))
@click.option(
    "--end", type=click.Choice([end.value for end in End]), default="complete", help=say("How the stream ends.")
)
@output_option
@mode_options
def command(
    answer: Path,
    like: str,
    tps: int,
    ttft: str,
    reasoning: Path | None,
    tools: tuple[Path, ...],
    choices: tuple[Path, ...],
    usage: bool,
    eol: str | None,
    end: str,
    output: Path | None,
    append: bool,
    overwrite: bool,
) -> None:
    mode = writing_mode(append, overwrite)
    cadence = Cadence(tps, duration_ns(ttft))
    extras = Extras(
        reasoning=_text(reasoning) if reasoning else "",
        tools=tuple(parse_tool(_text(tool), str(tool)) for tool in tools),
        usage=usage,
        eol=eol or "",
        end=End(end),
        choices=tuple(map(_text, choices)),
    )
    made = make_interaction(_text(answer), like, cadence, extras)
    header = make_header(like, chunktape.TOOL, wall_clock_ns(), cadence, str(answer))
    target = output or answer.with_suffix(".cassette")
    store.save(target, header, [made], mode)
    origin = say("Bytes and times are made ({note}).", note=header.origin.note)
    echo(written(target, [made], origin))
    echo(say("Play it:  chunktape play {path}", path=word(str(target))))


def _text(path: Path) -> str:
    return decode_text(read_bytes(path), str(path))
