"""The one catalogue of sentences for people, in English and Chinese.

Rules
- One module per area of the tool; each holds `SENTENCES`, a dict from a key (`area.what`) to `(English, Chinese)`.
- Values are put in with `str.format` fields, by name; both languages name the same fields.
- A sentence says what was expected, what was found, where, and what to do next, in one or two lines.
- Nothing a program reads (JSON keys, codes, `--text` output) goes through here.
"""

import locale
import os
from functools import cache
from importlib import import_module

AREAS = ("cassettes", "network", "recorder", "player", "splits", "boundaries", "formats", "forward", "cli", "load")


def language() -> str:
    """`zh` or `en`: CHUNKTAPE_LANG if set, else the locale of the environment, else of the system."""
    for name in ("CHUNKTAPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    system = locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


@cache
def _area(name: str) -> dict[str, tuple[str, str]]:
    sentences: dict[str, tuple[str, str]] = import_module(f"{__name__}.{name}").SENTENCES
    return sentences


def say(key: str, /, **values: object) -> str:
    """The sentence for `key` in the person's language, with `values` filled in.

    Raises KeyError for a key that the catalogue does not have: a mistake in our code, found by the tests.
    """
    sentence = _area(key.partition(".")[0])[key][1 if language() == "zh" else 0]
    return sentence.format_map(values) if values else sentence
