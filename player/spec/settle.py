"""Settles the scenario of one request: everything that depends on the client or on chance gets its value. Rules

- Without a seed a request takes the next one of the session, and `smoke` the next of the ten: both are counted per
  client and body (`player.spec.rotations`), so that pressing "again" ten times shows all of the ten.
- A gap of `auto` depends on the client: 20 ms for a mini-program or a browser, which merge writes that are close
  together; 5 ms for others; none for a stream with its recorded cuts. `assured` is 5 ms where acknowledgements are not
  known.
- A response that can't be cut (HEAD, 204, 304, bytes that were not HTTP, an answer of ours) is played as it was
  recorded.
- A plan that was served can be asked for again by its id for as long as it is remembered.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from cassettes.model import Interaction
from cassettes.seeds import seed_number
from player.faults.fault import Fault
from player.faults.gates import Spared, is_met
from player.faults.registry import FAULTS
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite
from player.spec.memory import SpecMemory
from player.spec.rotations import Rotations
from player.spec.scenario import Scenario
from player.spec.spec import LIMIT
from player.splits import Body, Split, settled, wants_seed
from player.splits.profiles.smoke import TEN

#: ms
DEVICE_GAP: Final = 20
OTHER_GAP: Final = 5

_MINI_PROGRAM = re.compile(rb"https://servicewechat\.com/", re.IGNORECASE)


class Meeting(NamedTuple):
    """The part of a scenario that one request meets. `play`: the settings with those rewrites and faults, settled;
    `spared`: faults left out by their gates; `drawn`: a rewrite or fault has a seed of the session.
    """

    play: Scenario
    spared: tuple[Spared, ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled scenario, `play`. `spec`: its text, "" where the recording is played unchanged; `turn`: which of the
    ten of `smoke`, 0 for none; `drawn`: a seed came from the session; `unassured`: `assured` was asked for and is not
    possible; `id`: that of `spec`.
    """

    play: Scenario
    spec: str = ""
    turn: int = 0
    drawn: bool = False
    unassured: bool = False
    id: str = ""

    @property
    def brief(self) -> str:
        """The spec for headers and lines: an id where it is too long."""
        return f"id={self.id}" if len(self.spec) > LIMIT else self.spec

    @property
    def short(self) -> "Settled":
        """The value that is kept after it was played: a long spec by its id, without its offsets."""
        if len(self.spec) <= LIMIT:
            return self
        return replace(self, play=replace(self.play, split=Split(self.play.split.profile)), spec=self.brief)

    @property
    def assured(self) -> bool:
        """Whether each write waits for the one before it to be acknowledged."""
        return self.play.gap == "assured"


def is_settled(play: Scenario) -> bool:
    """Whether `play` is the same for every request: recorded cuts and bytes, nothing drawn, no fault, no `assured`."""
    return play.plain and play.gap != "assured"


def with_seed(play: Scenario, source: Body, seed: str) -> Scenario:
    """`play` with `seed` wherever it draws and names none. Raises SpecError for a plan of another body."""
    late = play.jitter_seed or (seed if play.jitter else "")
    return replace(play, split=settled(play.split, source, seed), jitter_seed=late)


def with_uses(play: Scenario, seed: str) -> Scenario:
    """`play` with its rewrites and faults as one request meets them: by name, version, and `seed` where one draws."""
    rewrites = tuple(settled_use(use, seed, REWRITES[use.name]) for use in play.rewrites)
    faults = tuple(settled_use(use, seed, FAULTS[use.name]) for use in play.faults)
    return replace(play, rewrites=rewrites, faults=faults)


def settled_use(use: Use, seed: str, known: Fault | Rewrite) -> Use:
    """`use` without its gates, and with everything named that decides its effect."""
    drawn = (use.seed or seed) if known.seeded else ""
    return replace(use, seed=drawn, version=use.version or known.version, when=())


def resumed(play: Scenario, interaction: Interaction, last_id: str) -> Scenario:
    """`play` for a client that returns with `last_id` (WHATWG HTML 9.2.3): the rest of the body, or 204 where nothing
    is left; unchanged for an id that the recording does not have, and where `play` resumes by itself.
    """
    from player.faults.resume import rest  # for a client that comes back

    use = rest(interaction, last_id)
    if use is None or any(one.name == "resume" for one in play.faults):
        return play
    use = settled_use(use, "", FAULTS[use.name])
    return replace(play, faults=(use, *play.faults) if use.name == "resume" else (use,))


class Settler:
    """The seeds, turns and plans of one session."""

    def __init__(self, session_seed: str, share: tuple[int, int] = (1, 1)) -> None:
        """`share`: (number, of) of this worker among those of the session."""
        self._rotations = Rotations(session_seed, len(TEN), share)
        #: served plans, and specs that were posted
        self.memory = SpecMemory()

    def reset(self, client: str | None = None) -> None:
        """Begin anew with the seeds and turns of one client, or of all."""
        self._rotations.reset(client)

    def met(self, play: Scenario, client: str, now: int, fits: Callable[[Use], bool] = lambda use: True) -> Meeting:
        """The part of `play` that this request of `client` meets at `now` (ns). `fits`: whether a fault with a gate can
        be applied to the recording; one that can't is not counted, and is left to the performance. Faults that draw
        have seeds of their own, counted per client and fault, so that they don't change a split's seeds.
        """
        if not (play.rewrites or play.faults):
            return Meeting(play)
        uses, spared, drawn = list[Use](), list[Spared](), False
        for use in play.faults:
            gated = bool(use.when) and fits(use)
            number, elapsed = self._rotations.count(client, str(use), now) if gated else (1, 0)
            chance = FAULTS[use.name].seeded or (gated and any(key == "p" for key, _ in use.when))
            seed = use.seed or (self._rotations.seed(client, "", f"fault {use}") if chance else "")
            if gated and not is_met(use, number, elapsed, use.seed or seed):
                spared.append(Spared.by_gate(use))
            else:
                uses.append(settled_use(use, seed, FAULTS[use.name]))
                drawn |= bool(uses[-1].seed) and not use.seed
        rewrites = list[Use]()
        for use in play.rewrites:
            known = REWRITES[use.name]
            seed = self._rotations.seed(client, "", f"rewrite {use}") if known.seeded and not use.seed else ""
            rewrites.append(settled_use(use, seed, known))
            drawn |= bool(seed)
        return Meeting(replace(play, rewrites=tuple(rewrites), faults=tuple(uses)), tuple(spared), drawn)

    def settle(self, play: Scenario, source: Body, client: str, headers: Mapping[bytes, bytes], can: bool) -> Settled:
        """What `client`, asking with `headers` (lower-case names), gets of the recording with this `source`.

        `can`: whether we can tell what was acknowledged. Raises SpecError for a plan of another body.
        """
        split, turn, seed = play.split, 0, "0"
        if split.profile == "smoke":
            if not split.seed:
                split = replace(split, seed=str(self._rotations.turn(client, source.digest)))
            turn = seed_number(split.seed) % len(TEN) + 1
        drawn = wants_seed(split) or _draws_jitter(play)
        if drawn:
            seed = self._rotations.seed(client, source.digest, split.profile)
        return self._named(with_seed(replace(play, split=split), source, seed), headers, can, turn=turn, drawn=drawn)

    def as_recorded(self, play: Scenario, client: str, headers: Mapping[bytes, bytes], can: bool) -> Settled:
        """The settled settings for a response with its recorded cuts. Seeds of jitter, which has no rotation, count per
        client.
        """
        if is_settled(play):
            return Settled(play)
        drawn = _draws_jitter(play)
        seed = self._rotations.seed(client, "", play.split.profile) if drawn else play.jitter_seed
        return self._named(replace(play, split=Split(), jitter_seed=seed), headers, can, drawn=drawn)

    def _named(
        self, play: Scenario, headers: Mapping[bytes, bytes], can: bool, *, turn: int = 0, drawn: bool
    ) -> Settled:
        """`play`, whose seeds are settled, with its gap and the text that gives it again."""
        gap = paced(play, headers, can)
        spec, name = self._known("" if play.plain else str(play))
        return Settled(replace(play, gap=gap), spec, turn, drawn, play.gap == "assured" != gap, name)

    def without(self, choice: Settled, left: Collection[str]) -> Settled:
        """`choice` without those rewrites and faults (their texts) that a response left out."""
        if not left:
            return choice
        play = choice.play
        as_it_is = len(left) == len(play.rewrites) + len(play.faults) and not (play.recut or play.jitter)
        spec, name = self._known(
            "" if as_it_is else "+".join(part for part in choice.spec.split("+") if part not in left)
        )
        return replace(choice, spec=spec, id=name)

    def _known(self, spec: str) -> tuple[str, str]:
        """`spec` and its id, by which it can be asked for again; empty for none."""
        if not spec:
            return "", ""
        name = self.memory.add(spec)  # kept, since hashing 139 KB takes 0.08 ms
        return self.memory[name], name  # one text for all requests that the journal keeps


def _draws_jitter(play: Scenario) -> bool:
    return bool(play.jitter) and not play.jitter_seed


def paced(play: Scenario, headers: Mapping[bytes, bytes], can: bool) -> str:
    """The gap of a settled play: `auto` and, unless we `can`, `assured` in ms."""
    if play.gap == "assured":
        return "assured" if can else str(OTHER_GAP)
    if play.gap != "auto":
        return play.gap
    return str((DEVICE_GAP if merges(headers) else OTHER_GAP) if play.recut else 0)


def merges(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the client is a mini-program or a browser."""
    return (
        _MINI_PROGRAM.match(headers.get(b"referer", b"")) is not None
        or b"origin" in headers
        or any(name.startswith(b"sec-fetch-") for name in headers)
    )
