"""click's errors, said as ours are: in lines that end between words, with the one option that was meant."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
from click.exceptions import NoArgsIsHelpError

from cassettes.messages import language, say, sentence
from cassettes.messages.columns import folded
from chunktape.process.terminal import terminal_width

#: (command, an option of another one) -> what does it here
_OTHER_OPTIONS: Final = {
    ("plan", "--fault"): sentence("`plan` takes a fault within --split: --split 'utf8+reset,at=event:3'."),
    ("plan", "--rewrite"): sentence("`plan` takes a rewrite within --split: --split 'utf8+crlf'."),
}
#: what click writes before a message; its Chinese takes no more columns
_BEFORE: Final = "Error: "


@contextmanager
def told() -> Iterator[None]:
    """A context that raises the usage errors inside it again, each with a message for the terminal that shows it. The
    help of a command that was called without a word is no message: click laid it out for the terminal.
    """
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise _Told(error) from None


class _Told(click.UsageError):
    def __init__(self, error: click.UsageError) -> None:
        if isinstance(error, click.NoSuchOption) and error.possibilities:
            del error.possibilities[1:]  # the first is the nearest
        shown = folded(_BEFORE + _in_words(_elsewhere(error) or error.format_message()), terminal_width(err=True))
        super().__init__(shown.removeprefix(_BEFORE), error.ctx)


def _in_words(message: str) -> str:
    """click's message as a person writes it: choices behind one another instead of one a line, no name of a type, and
    in Chinese the stops of Chinese, also those that click adds by itself, without spaces.
    """
    text = re.sub(r"\s*\n\s*", " ", message).replace("is not a valid integer range.", "is not a whole number.")
    if language() == "zh":
        text = re.sub(r"(?<=')\.(?= |$)", "。", text)
        text = re.sub(r"(?<=[。：]) +", "", text)
    return text


def _elsewhere(error: click.UsageError) -> str:
    """What does here what an option of another command does there; empty for any other error."""
    name = error.ctx.info_name if error.ctx is not None else None
    words = _OTHER_OPTIONS.get((name or "", error.option_name)) if isinstance(error, click.NoSuchOption) else None
    return say(words) if words else ""
