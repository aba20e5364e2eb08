"""Sentences for people, in English in the code that prints them, and in Chinese in `zh/`. Rules

- `say("Port {port} is in use.", port=80)` gives the sentence in the person's language, with the values filled in.
- The English text is the key: its Chinese stands in `cassettes/messages/zh/`, one module per area of the tool, with the
  same fields. A test walks the code and asks for it. A text without Chinese, such as that of a user's own profile, is
  given in English.
- A sentence remembers what it says: `spoken` gives it in another language. An answer to a client does so, since an app
  may show it to somebody whose language is not that of the console.
- `sentence("...")` marks a text in a table that a later `say` gets.
- A sentence says what was expected, what was found, where, and what to do next, in one or two lines.
- Nothing that a program reads (JSON keys, codes, `--text` output) goes through here.
- The texts of a library (click) are translated by `cassettes.messages.libraries`, the usual reasons of a system by
  `reasons`; `columns` breaks lines by the columns of a terminal.
"""

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Final

#: the modules of `zh`
AREAS: Final = (
    "boundaries",
    "cassettes",
    "check",
    "check_life",
    "cli",
    "clients",
    "control",
    "doctor",
    "faults",
    "formats",
    "forward",
    "load",
    "network",
    "page",
    "paste",
    "pages",
    "plan",
    "player",
    "reasons",
    "recorder",
    "reports",
    "specs",
    "splits",
    "sweep",
)


#: the language of the client that is being answered, else empty
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


@contextmanager
def speaking(other: str) -> Iterator[None]:
    """A context in which `say` speaks `other`, `zh` or `en`: a client's language need not be the person's."""
    before = _SPOKEN.set(other)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def preferred(accept_language: str) -> str:
    """The one of our languages that stands first in an Accept-Language (RFC 9110 section 12.5.4); empty for none.

    Browsers and WeChat write the languages in the order of their weights.
    """
    names = (part.strip().lower()[:2] for part in accept_language.split(","))
    return next((name for name in names if name in ("zh", "en")), "")


def language() -> str:
    """`zh` or `en`: CHUNKTAPE_LANG if set, else the locale of the environment, else of the system."""
    if spoken := _SPOKEN.get():
        return spoken
    for name in ("CHUNKTAPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    system = locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


@cache
def chinese() -> dict[str, str]:
    """English sentence -> Chinese, of all areas; loaded with the first Chinese sentence."""
    areas = (import_module(f"{__name__}.zh.{area}").CHINESE for area in AREAS)
    return {english: text for area in areas for english, text in area.items()}


def sentence(english: str, /) -> str:
    """`english` unchanged, marked for translation: a later `say` gets it."""
    return english


class Said(str):
    """A sentence as it was said, with what it says. Pickled and stored, it is its text."""

    __slots__ = ("english", "values")

    english: str
    values: dict[str, object]

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def say(english: str, /, **values: object) -> str:
    """The sentence in the person's language, with `values` filled in."""
    text = chinese().get(english, english) if language() == "zh" else english
    said = Said(text.format_map(values) if values else text)
    said.english, said.values = english, values
    return said


def together(*sentences: str) -> str:
    """Sentences behind one another, as one."""
    named = {f"part{number}": one for number, one in enumerate(sentences)}
    return say("".join(f"{{{name}}}" for name in named), **named)


def spoken(said: object, other: str) -> str:
    """`said`, a sentence or an error that has one, in `other` (`zh` or `en`; empty: as it was said). Other text, such
    as a name or what a library says, stays as it is.
    """
    found = said.args[0] if isinstance(said, Exception) and len(said.args) == 1 else said
    if not other or not isinstance(found, Said):
        return str(said)
    values = {name: spoken(value, other) if _is_said(value) else value for name, value in found.values.items()}
    with speaking(other):
        return str(say(found.english, **values))


def _is_said(value: object) -> bool:
    return isinstance(value, (Said, Exception))
