"""The registries for `chunktape plan --profiles`, `--faults`, `--rewrites`: lines in a person's language, and JSON."""

from collections.abc import Iterator, Mapping
from typing import Final

from cassettes.messages import say, sentence
from chunktape.show.facts import examples, facts
from player.faults.fault import Fault
from player.faults.gates import GATES
from player.grammar.parameters import Kind
from player.rewrites.rewrite import Rewrite
from player.splits import PROFILES, Profile
from player.splits.registry import FIRST

Json = dict[str, object]

#: forms of an address, and the place that each means
_ADDRESSES: Final = {
    "event:12": sentence("before the twelfth event or record"),
    "inside:12": sentence("in the middle of it"),
    "blank:12": sentence("before the blank line that ends it, or the line end of a record"),
    "char:3": sentence("in the third character of more than one byte"),
    "byte:268": sentence("behind 268 bytes"),
    "chunk:7": sentence("before the seventh recorded chunk"),
    "share:0.5": sentence("behind half of the bytes"),
    "time:3s": sentence("before what was recorded later than 3 s after the request"),
    "head": sentence("before the status line"),
    "end": sentence("behind the last byte"),
}
#: gates, and who meets the fault
_GATES: Final = {
    "nth=3": sentence("the third request alone"),
    "after=2": sentence("not the first two"),
    "times=1": sentence("the first request alone, then it heals; with after=2 the third"),
    "p=0.2": sentence("each request with that probability, drawn from the seed"),
    "for=30s": sentence("requests within 30 s of the first; a fault whose own duration is called for keeps that"),
}


def profiles(every: bool) -> Iterator[str]:
    """The profiles to begin with, or `every` one of them."""
    names = list(PROFILES) if every else list(FIRST)
    for name in names:
        yield from profile(PROFILES[name])
    if not every:
        yield say("{count} more: `chunktape plan --profiles --all`", count=len(PROFILES) - len(names))


def profile(entry: Profile) -> Iterator[str]:
    """A profile: its names, what it does, and its facts."""
    yield ", ".join((entry.name, *entry.aliases))
    yield from _told(entry)


def fault(entry: Fault) -> Iterator[str]:
    """A fault: its name and phase, what it does, and its facts."""
    yield f"{entry.name} ({entry.phase.name.lower()})"
    yield from _told(entry)


def rewrite(entry: Rewrite) -> Iterator[str]:
    """A rewrite: its name and stage, what it does, and its facts."""
    yield f"{entry.name} ({entry.stage.name.lower()})"
    yield from _told(entry)


def _told(entry: Profile | Fault | Rewrite) -> Iterator[str]:
    yield _under(say(entry.about))
    for label, text in facts(entry, command="chunktape play "):
        yield _under(say("{label}: {text}", label=label, text=text))


def fault_notes() -> Iterator[str]:
    """The lines behind the faults, about all of them."""
    yield ""
    yield say("An address (at=) is a place in the recorded body:")
    yield from (_under(f"{form}: {say(place)}") for form, place in _ADDRESSES.items())
    yield say("Which requests of a client meet a fault (without a gate all):")
    yield from (_under(f"{form}: {say(who)}") for form, who in _GATES.items())
    yield say("In brackets stands the phase: a spec has one fault of each. Every fault takes v, its version, too.")


def rewrite_notes() -> Iterator[str]:
    """The lines behind the rewrites, about all of them."""
    yield ""
    yield say(
        "In brackets stands the stage: a spec has one rewrite of each. Every rewrite takes v, its version, too. "
        "None has a gate: each request gets it."
    )


def profile_json(entry: Profile) -> Json:
    """A profile as plain values, in English."""
    names = {"name": entry.name, "aliases": list(entry.aliases), "family": entry.family}
    return {**names, "about": entry.about, "finds": entry.finds, "parameters": _kinds(entry.parameters)}


def fault_json(entry: Fault) -> Json:
    """A fault as plain values, in English; `gates`: the keys that say which requests meet it."""
    gates = {key: kind.allowed for key, kind in GATES.items() if key not in entry.parameters}
    phase, values = entry.phase.name.lower(), _values(entry)
    return {
        "name": entry.name,
        "phase": phase,
        "meets": entry.meets,
        **values,
        "gates": gates,
        "invents": entry.invents,
    }


def rewrite_json(entry: Rewrite) -> Json:
    """A rewrite as plain values, in English."""
    return {"name": entry.name, "stage": entry.stage.name.lower(), "finds": entry.finds, **_values(entry)}


def _values(entry: Fault | Rewrite) -> Json:
    return {
        "about": entry.about,
        "parameters": _kinds(entry.parameters),
        "bodies": list(entry.dialects),
        "seeded": entry.seeded,
        "version": entry.version,
        "examples": examples(entry),
    }


def _kinds(parameters: Mapping[str, Kind]) -> dict[str, dict[str, str]]:
    return {key: {"takes": kind.allowed, "default": kind.show(kind.default)} for key, kind in parameters.items()}


def _under(line: str) -> str:
    return f"    {line}"
