"""The registries in a person's language, for `chunktape plan --profiles`, `--faults`, `--rewrites`: lines of text."""

from collections.abc import Iterator, Mapping

from cassettes.messages import say, sentence
from player.faults.fault import Fault
from player.grammar.parameters import Kind
from player.rewrites.rewrite import Rewrite
from player.splits import PROFILES, Profile
from player.splits.registry import FIRST


def profiles(every: bool) -> Iterator[str]:
    """The profiles to begin with, or `every` one of them."""
    names = list(PROFILES) if every else list(FIRST)
    for name in names:
        yield from profile(PROFILES[name])
    if not every:
        yield say("{count} more: `chunktape plan --profiles --all`", count=len(PROFILES) - len(names))


def profile(entry: Profile) -> Iterator[str]:
    """A profile: its names, what it does and finds, what it takes."""
    yield ", ".join((entry.name, *entry.aliases))
    yield _under(say(entry.about))
    yield _under(say("Finds: {bugs}", bugs=say(entry.finds)))
    yield from _takes(entry.parameters)
    if entry.rotation > 1:
        words = (
            sentence("All its turns: {length} consecutive seeds, or all=1.")
            if "all" in entry.parameters
            else sentence("All its turns: {length} consecutive seeds.")
        )
        yield _under(say(words, length=entry.rotation))
    if entry.evidence:
        yield _under(say(entry.evidence))


def fault(entry: Fault) -> Iterator[str]:
    """A fault: its name and phase, what it does, when real streams do so, what it takes."""
    yield f"{entry.name} ({entry.phase.name.lower()})"
    yield _under(say(entry.about))
    yield _under(say("In real life: {cases}", cases=say(entry.meets)))
    yield from _takes(entry.parameters)
    if entry.invents:
        yield _under(say("It may put bytes into the body that were not recorded there."))


def rewrite(entry: Rewrite) -> Iterator[str]:
    """A rewrite: its name and stage, what it does and finds, what it takes."""
    yield f"{entry.name} ({entry.stage.name.lower()})"
    yield _under(say(entry.about))
    yield _under(say("Finds: {bugs}", bugs=say(entry.finds)))
    yield from _takes(entry.parameters)


def _takes(parameters: Mapping[str, Kind]) -> Iterator[str]:
    if parameters:
        taken = ", ".join(f"{key}={kind.allowed}" for key, kind in parameters.items())
        yield _under(say("Takes: {parameters}", parameters=taken))


def _under(line: str) -> str:
    return f"    {line}"
