"""What there is to say of a profile, a fault or a rewrite, as labels and texts in the person's language: `plan` prints
them, and docs/splits.md and docs/faults.md have them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from cassettes.messages import language, say, sentence
from player.faults.fault import Fault
from player.grammar.addresses import At
from player.grammar.parameters import Kind
from player.rewrites.rewrite import Rewrite
from player.splits import Profile


def facts(
    entry: Profile | Fault | Rewrite, code: Callable[[str], str] = str, command: str = ""
) -> Iterator[tuple[str, str]]:
    """(label, text) of each fact. `code` marks what is typed; `command`: words before an option of `chunktape play`."""
    if isinstance(entry, Fault):
        yield say("Meets"), say(entry.meets)
    else:
        yield say("Finds"), say(entry.finds)
    if isinstance(entry, Profile):
        if entry.targets:
            yield say("Aims at"), listed(map(code, entry.targets))
        if entry.rotation > 1:
            words = sentence("{length} consecutive seeds.")
            if "all" in entry.parameters:
                words = sentence("{length} consecutive seeds, or {all}.")
            yield say("All its turns"), say(words, length=entry.rotation, all=code("all=1"))
    if entry.parameters:
        yield say("Takes"), _takes(entry.parameters, code)
    if isinstance(entry, Profile):
        if entry.evidence:
            yield say("How real"), say(entry.evidence)
        return
    if entry.dialects:
        yield say("Of bodies"), listed(entry.dialects)
    if isinstance(entry, Fault) and entry.invents:
        yield say("Invents bytes"), say("the body may have some that were not recorded there.")
    if entry.seeded:
        yield say("Seeded"), say("{seed} says which; without one each request takes the next.", seed=code("seed="))
    yield say("Ask"), say(", or ").join(code(command + option) for option in asked(entry))


def examples(part: Fault | Rewrite) -> list[str]:
    """The texts that ask for a fault or rewrite as it is shown."""
    seed = "seed=0" if part.seeded else ""
    return [",".join(word for word in (part.name, shown, seed) if word) for shown in part.shown]


def asked(part: Fault | Rewrite) -> list[str]:
    """The options of `chunktape play` that ask for a fault or rewrite as it is shown."""
    option = "--fault" if isinstance(part, Fault) else "--rewrite"
    return [" ".join(f"{option} '{one}'" for one in text.split("+")) for text in examples(part)]


def listed(texts: Iterable[str]) -> str:
    """Texts one after the other, with the person's comma."""
    return ("、" if language() == "zh" else ", ").join(texts)


def _takes(parameters: Mapping[str, Kind], code: Callable[[str], str]) -> str:
    """The parameters in one line, each with its values and its default."""
    brackets = "（{}）" if language() == "zh" else " ({})"
    return listed(code(key) + brackets.format(_what(kind, code)) for key, kind in parameters.items())


def _what(kind: Kind, code: Callable[[str], str]) -> str:
    what = kind.allowed.replace(" | ", say(" or "))
    if isinstance(kind, At):
        units = say(" or ").join(map(code, kind.without))
        what = say("an address, but not {units}", units=units) if units else say("an address")
    default = kind.show(kind.default)
    return what + (say("; {shown} unless given", shown=default) if default else "")
