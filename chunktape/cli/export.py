"""`chunktape export FILE --as FORMAT [NUMBER]`: see `cassettes.interchange.write`."""

from pathlib import Path

import click

from cassettes import store
from cassettes.errors import CassetteError
from cassettes.interchange import WRITABLE, export
from cassettes.library import located
from cassettes.messages import say, sentence
from cassettes.messages.reasons import why
from cassettes.printable import safe
from chunktape.process.terminal import echo, put


@click.command(name="export")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--as", "form", type=click.Choice(WRITABLE), required=True, help=say("The format to write."))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=say("File to write. Default: standard output."))
@click.option("--overwrite", is_flag=True, help=say("Replace an existing file."))
def command(file: Path, number: int | None, form: str, output: Path | None, overwrite: bool) -> None:
    cassette = store.load(located(str(file)))
    damage = cassette.damage
    if damage is not None:
        words = sentence("{file} is {state}: {dropped} bytes from offset {offset} are not in the export.")
        values = {"state": cassette.state, "dropped": damage.dropped, "offset": damage.offset}
        echo(say(words, file=file, **values), err=True)
    data = export(cassette, form, number)
    if output is None:
        put(data)
        return
    try:
        special = output.exists() and not output.is_file()  # a device or a pipe loses nothing
        with open(output, "wb" if overwrite or special else "xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise CassetteError(
            say("{file} exists. Name another file, or add --overwrite.", file=output), path=str(output)
        ) from None
    except OSError as error:
        text = say(
            "{file} can't be written: {error}. Choose another --output.",
            file=output,
            error=why(error),
        )
        raise CassetteError(text, path=str(output)) from None
    if not special:
        echo(say("{file} is written.", file=safe(str(output))), err=True)
