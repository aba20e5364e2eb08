"""`retoken`'s entry for the registry. The modules that read answers are imported when `retoken` is used."""

from typing import Final

from player.rewrites.rewrite import Arguments, Choice, Draw, Rewrite, Stage, Tape

#: the values of `at`, which `pieces` explains
AT: Final = ("any", "mixed", "think", "fence", "bold", "tool", "emoji", "char", "one", "surrogate")


def _retoken(tape: Tape, arguments: Arguments, draw: Draw) -> Tape:
    from player.rewrites.retoken.retoken import retokened

    return retokened(tape, arguments, draw)


REWRITES = (
    Rewrite(
        "retoken",
        Stage.EVENTS,
        _retoken,
        {"at": Choice(AT)},
        dialects=("sse", "ndjson"),
        seeded=True,
        about=(
            "The same answer in other events: its pieces are cut in tags, code fences, `**`, arguments of tools and "
            "emoji, or anew; `at` names one way, else the seed takes turns."
        ),
        finds="Tags, tool markers and Markdown that are looked for in one delta, and `delta.content` taken for a word.",
    ),
)
