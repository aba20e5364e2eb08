"""Reads `--rewrite` and `--fault`. Each text is read by itself, so that an error counts the characters of what the
person wrote.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from player.faults.fault import Fault
from player.faults.registry import FAULTS
from player.grammar.pace import SETTINGS
from player.grammar.spec_text import Written, decoded, meant, written
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite
from player.spec.uses import read_fault, read_rewrite
from player.splits.registry import ALIASES, PROFILES


class _Option(NamedTuple):
    """An option, its variants, and the sentence about an unknown name."""

    flag: str
    known: Mapping[str, Fault | Rewrite]
    read: Callable[[Written], Use]
    example: str
    unknown: str


_REWRITE: Final = _Option(
    "--rewrite",
    REWRITES,
    read_rewrite,
    "crlf",
    sentence("Character {at}: no rewrite is called {name!r}.{hint} `chunktape plan --rewrites` lists them."),
)
_FAULT: Final = _Option(
    "--fault",
    FAULTS,
    read_fault,
    "reset,at=event:5",
    sentence("Character {at}: no fault is called {name!r}.{hint} `chunktape plan --faults` lists them."),
)
#: (names of other things, the option that takes them)
_ELSEWHERE: Final[tuple[tuple[Collection[str], str], ...]] = (
    (REWRITES, sentence("Character {at}: `{name}` is a rewrite, so ask for it with --rewrite '{text}'.")),
    (FAULTS, sentence("Character {at}: `{name}` is a fault, so ask for it with --fault '{text}'.")),
    ((*PROFILES, *ALIASES), sentence("Character {at}: `{name}` is a split, so ask for it with --split '{text}'.")),
    (SETTINGS, sentence("Character {at}: `{name}` has an option of its own, --{name}.")),
)


def read_rewrites(texts: Iterable[str]) -> tuple[Use, ...]:
    """The rewrites in the texts of `--rewrite`, in their order. Raises SpecError that names option, text and
    character.
    """
    return _read(_REWRITE, texts)


def read_faults(texts: Iterable[str]) -> tuple[Use, ...]:
    """The faults in the texts of `--fault`, in their order. Raises SpecError that names option, text and character."""
    return _read(_FAULT, texts)


def _read(option: _Option, texts: Iterable[str]) -> tuple[Use, ...]:
    uses = list[Use]()
    for text in texts:
        try:
            parts = written(decoded(text), option.known, option.example)
            uses += [_use(option, part) for part in parts]
        except SpecError as error:
            shown = text if len(text) <= 80 else text[:77] + "..."
            raise SpecError(say("{option} {text!r}: {what}", option=option.flag, text=shown, what=error)) from None
    return tuple(uses)


def _use(option: _Option, part: Written) -> Use:
    if part.name in option.known:
        return option.read(part)
    for names, words in _ELSEWHERE:
        if part.name in names:
            pairs = (f"{pair.key}={pair.value}" for pair in part.pairs)
            raise SpecError(say(words, at=part.at, name=part.name, text=",".join((part.name, *pairs))))
    raise SpecError(say(option.unknown, at=part.at, name=part.name, hint=meant(part.name, option.known)))
