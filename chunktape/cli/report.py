"""`chunktape report [FILE]`: one paste for a bug report; `--open PASTE`: the cassette of such a paste as a file."""

from pathlib import Path

import click

import chunktape
from cassettes import library, store
from cassettes.errors import SpecError, UpstreamError
from cassettes.interchange import read_bytes
from cassettes.messages import say
from cassettes.printable import safe
from chunktape.cli.write_options import overwrite_option
from chunktape.process.standard_streams import read_input
from chunktape.process.terminal import echo, put
from network.listen import DEFAULT_PORT, url_of


@click.command()
@click.argument("file", required=False, type=click.Path())
@click.option(
    "--split",
    "spec",
    metavar="SPEC",
    default="",
    help=say("With FILE: the split or fault with which the bug is seen, such as 'utf8,seed=7'."),
)
@click.option(
    "--url", help=say("The running player to ask what it saw. Default: the one at {url}.", url=url_of("", DEFAULT_PORT))
)
@click.option(
    "--open", "paste", metavar="PASTE", help=say("Write the cassette of a paste, a file or - for standard input.")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=say("With --open: the cassette to write. Default: bug-<digest>.cassette."),
)
@overwrite_option
def command(
    file: str | None,
    spec: str,
    url: str | None,
    paste: str | None,
    output: Path | None,
    overwrite: bool,
) -> None:
    if paste is not None:
        if file is not None or spec or url is not None:
            raise SpecError(say("--open reads a paste: leave out FILE, --split and --url."))
        _open(paste, output, overwrite=overwrite)
        return
    if output is not None or overwrite:
        raise SpecError(say("--output and --overwrite belong to --open; a paste goes to standard output."))
    if spec and file is None:
        raise SpecError(say("--split needs the cassette that it cuts: `chunktape report FILE --split SPEC`."))
    _write(file, spec, url)


def _write(file: str | None, spec: str, url: str | None) -> None:
    from chunktape.doctor import gather, judge
    from chunktape.report.paste import paste
    from chunktape.report.played import Played, played
    from chunktape.report.private import of_this_machine
    from chunktape.report.running import look
    from chunktape.report.shared import shared
    from chunktape.show.lost import masked

    facts = gather.facts()
    saw = None
    if url is not None or facts.port.holder == "ours":
        try:
            saw = look(url or url_of("", DEFAULT_PORT))
        except UpstreamError:
            if url is not None:
                raise
    tape, state, bug = None, "", Played()
    if file is not None:
        cassette = store.load(library.located(file))
        if saw is not None and url is None and not saw.plays(Path(cassette.path).name):
            saw = None
            echo(
                say(
                    "The player at {url} plays other recordings: what it saw was left out. If it belongs to the bug: "
                    "--url {url}.",
                    url=url_of("", DEFAULT_PORT),
                ),
                err=True,
            )
        tape, state = shared(cassette), cassette.state
        if (damage := cassette.damage) is not None:  # in English, as all of a paste
            state += f" ({damage.dropped:,} bytes dropped from offset {damage.offset:,})"
        bug = played(spec, cassette.interactions, tape.interactions)
    text = paste(chunktape.__version__, judge.findings(facts), of_this_machine(), tape, state, bug, saw)
    put(text.encode())
    if tape is not None:
        echo(
            say("Questions and answers of the recording are in it; {masked}.", masked=masked(tape.interactions)),
            err=True,
        )
    if bug.drawn:
        echo(
            say(
                "The split has no seed, so {spec} stands there: the player's line names the one that your app had.",
                spec=bug.spec,
            ),
            err=True,
        )
    echo(say("Nothing was sent. Read it before you paste it."), err=True)


def _open(paste: str, output: Path | None, *, overwrite: bool) -> None:
    from hashlib import sha256

    from chunktape.report.armour import LARGEST, opened, text_of
    from chunktape.report.paste import replay
    from chunktape.report.played import of_paste

    data = read_input(LARGEST) if paste == "-" else read_bytes(Path(paste))
    content = opened(text_of(data), safe(paste))
    cassette = store.loads(content.data, safe(paste))
    target = output or Path(f"bug-{sha256(content.data).hexdigest()[:8]}.cassette")
    store.save(target, cassette.headers[0], cassette.interactions, "overwrite" if overwrite else "create")
    echo(say("{file} is written. Next:", file=safe(str(target))))
    click.echo(f"  {replay(str(target), of_paste(content.spec))}")
