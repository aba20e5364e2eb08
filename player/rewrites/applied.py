"""Applies rewrites to one response, in the order of their stages. Pure."""

from collections.abc import Iterable

from cassettes.errors import SpecError
from cassettes.messages import say
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.schedule.tape import Tape


def rewritten(tape: Tape, uses: Iterable[Use]) -> tuple[Tape, tuple[Use, ...]]:
    """The tape after `uses`, and the rewrites that it can have; those of the session only where they changed something.

    Raises SpecError for a body that one of them can't rewrite, unless that is optional.
    """
    done = list[Use]()
    for use in sorted(uses, key=lambda use: REWRITES[use.name].stage):
        try:
            after = _after(tape, use)
        except SpecError:
            if not use.optional:
                raise
            continue
        if not use.optional or (after.body, after.interaction.head) != (tape.body, tape.interaction.head):
            tape = after
            done.append(use)
    return tape, tuple(done)


def _after(tape: Tape, use: Use) -> Tape:
    rewrite = REWRITES[use.name]
    if tape.kind not in rewrite.dialects:
        raise SpecError(
            say(
                "`{name}` rewrites {wanted}, and this body is {found}. Leave it out for this recording.",
                name=use.name,
                wanted=", ".join(rewrite.dialects),
                found=tape.called,
            )
        )
    return rewrite.edit(tape, *use.given(rewrite.parameters))
