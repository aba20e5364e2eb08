"""The stream for every client, and the spec that shows each fault and rewrite on it.

Twelve events in OpenAI's shape, 20 ms apart: one that opens, nine with a word of the answer each, one with the finish
reason, and `[DONE]`. The same nine words in Anthropic's shape, which has other events around them.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from cassettes import store
from cassettes.clock import MS
from cassettes.model import Request
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import make_header, make_interaction
from cassettes.providers.tokens import tokenise
from chunktape.show.facts import examples
from player.faults.fault import Fault
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite

TEXT: Final = "你好，世界！ One 👋"
WORDS: Final = tuple(tokenise(TEXT, "0"))
_CADENCE: Final = Cadence(tps=50, ttft_ns=60 * MS, jitter=0)


def write(file: Path) -> Path:
    """The cassette: OpenAI's stream, the same for a GET of `/stream` (`EventSource` has nothing else), Anthropic's.

    The GET has a target of its own: a POST that a redirect turns into a GET finds nothing, as at a provider.
    """
    chat = make_interaction(TEXT, "openai", _CADENCE, number=1)
    got = replace(chat, number=2, request=Request("GET", b"/stream", chat.request.headers[:1]))
    messages = make_interaction(TEXT, "anthropic", _CADENCE, number=3)
    store.save(file, make_header("openai", "chunktape", 0, _CADENCE), [chat, got, messages])
    return file


def specs_of(part: Fault | Rewrite) -> list[str]:
    """The specs that show a fault or rewrite."""
    before = "recorded+" if isinstance(part, Fault) else ""
    return [before + text for text in examples(part)]


def specs_by_name() -> dict[str, list[str]]:
    """The specs of every fault and rewrite of the registries."""
    parts: list[Fault | Rewrite] = [*FAULTS.values(), *REWRITES.values()]
    return {part.name: specs_of(part) for part in parts}


def specs() -> list[str]:
    """All specs: the unchanged stream, then every fault and rewrite of the registries."""
    return ["recorded", *(spec for mine in specs_by_name().values() for spec in mine)]
