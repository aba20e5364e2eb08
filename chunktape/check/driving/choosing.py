"""Chooses how a client is driven, and with which tapes it is checked. Rules

- The first entry is taken that gives the right answer for some tape, one event per piece: for a given tape, else for
  one of the library.
- A client that mentions a platform need not ask there: a platform under which it does not is named, and not swept.
- Where no tape of the library fits, streams are made of the fields that the module reads. Where none of these fits
  either, a client that reads a tape nearly right is driven by that; else nothing can be judged.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.driving.nearest import NotDriven
from chunktape.check.driving.search import Runs, Way, find, for_any_piece, read_as_well, way_near, way_on
from chunktape.check.tapes import Tape
from chunktape.check.tapes.fields import templates
from chunktape.check.values import Loaded

#: errors of a client that needs another platform than the present one
_ELSEWHERE: Final = ("wx is not defined", "swan is not defined")


class Chosen(NamedTuple):
    """How a client is driven; the tapes by which it may be judged; a sentence about them, or none. `near`: its answer
    is only nearly that of the stream.
    """

    way: Way
    candidates: Sequence[Tape]
    note: str = ""
    near: bool = False


def choose(client: str, loaded: Loaded, given: Sequence[Tape], runs: Runs) -> Chosen:
    """The way to drive a client by the `given` tapes, or by any. Raises NotDriven."""
    chosen = _chosen(client, loaded, given, runs)
    return chosen._replace(way=for_any_piece(chosen.way, runs))


def _chosen(client: str, loaded: Loaded, given: Sequence[Tape], runs: Runs) -> Chosen:
    candidates = tuple(given) or tapes.bundled()
    try:
        return Chosen(find(client, loaded, candidates, runs), candidates)
    except NotDriven as error:
        tried = "" if given else next((str(one) for one in templates(loaded.text)), "")
        made = _made(loaded, runs) if tried else None
        if made is not None:
            return made
        near = None if error.nearest is None else way_near(loaded, error.nearest, candidates)
        if near is not None:
            words = say(
                "It reads no stream without a mistake: it is driven by what came nearest. Is that not its answer? See "
                "'Adapters' in docs/check.md."
            )
            return Chosen(near, candidates, words, near=True)
        sentence = str(error)
        if tried:
            sentence = say(
                "{error} Streams made of the fields that it reads were tried as well, first `{template}`: correct "
                "it to one event of your backend, and give it.",
                error=error,
                template=tried,
            )
        raise NotDriven(" ".join(filter(None, (sentence, stubbed(loaded)))), error.nearest) from None


def held(chosen: Chosen, given: Sequence[Tape], runs: Runs) -> Iterator[Tape]:
    """The tapes of a client's sweep: those given, or the library's tapes of its shape and one of each other shape that
    it reads; and the rewrites of the first tape, or of the first one that they change.
    """
    way = chosen.way
    others = [*given]
    if not given and way.tape.template is None:
        others += [*tapes.of_shape(way.tape), *read_as_well(way, chosen.candidates, runs)]
    yield way.tape
    yield from others
    yield from tapes.beside(way.tape, others)


def asked_under(way: Way, profiles: Sequence[str], runs: Runs) -> tuple[tuple[str, ...], str]:
    """The profiles under which the client asks for the stream, or fails before it does; and a sentence on the others,
    or none.
    """
    kept: list[str] = []
    left: list[str] = []
    for profile in profiles:
        run = runs(way.tape, sweep.baseline(way.tape.body).cuts, way.drive._replace(profile=profile))
        elsewhere = any(words in run.error for words in _ELSEWHERE) or not run.error
        does = run.asked or run.lost or not elsewhere or profile == way.drive.profile
        (kept if does else left).append(profile)
    words = say("Not under {profiles}: the client does not ask for the stream there.", profiles=", ".join(left))
    return tuple(kept), words if left else ""


def stubbed(loaded: Loaded) -> str:
    """A sentence about missing imports of the client, or nothing."""
    names = safe(", ".join(loaded.stubbed))
    words = say("Stubbed, because they are not there: {names}; give them with --stub NAME=VALUE.", names=names)
    return words if names else ""


def _made(loaded: Loaded, runs: Runs) -> Chosen | None:
    """The way in which the client reads a stream made of the fields that its module reads, if there is one."""
    for template in templates(loaded.text):
        way = way_on(loaded, Tape.of_template(template), runs)
        if way is not None:
            note = say(
                "It reads no stream of the library. One was made of the fields that it reads: `{template}`. "
                "Give your own with --tape or --template.",
                template=str(template),
            )
            return Chosen(way, [way.tape], note)
    return None
