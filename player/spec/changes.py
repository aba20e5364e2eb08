"""Settings made while a player runs, for all clients or for one. Rules

- From the strongest: a request's own spec, its client's change, the change for all, the settings at the start. Each
  names parts; a part that one doesn't name is taken from the next.
- `play` returns the same object until something changes for that client; a new object means that cached results are out
  of date.
- The whole state is one plain value (`state`, `take`), which the other processes of a session take over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from cassettes.errors import BadRequest
from cassettes.messages import say
from player.spec.scenario import Scenario, played
from player.spec.spec import LIMIT, Spec, brief, parse_spec, plan_id

#: clients with a change of their own
CLIENTS: Final = 100
#: characters of all specs together
CHARACTERS: Final = 32_000
_PARTS: Final = ("split", "rewrites", "faults", "speed", "gap")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `alone`: it replaces the settings at the start; `hold`: streams are held, None: as for all."""

    spec: Spec = Spec()  # noqa: RUF009 - frozen
    alone: bool = False
    hold: bool | None = None

    def over(self, under: "Change") -> "Change":
        """This change, with the parts of `under` that it does not name."""
        if self.alone:
            return self
        parts = (getattr(self.spec, one.name) or getattr(under.spec, one.name) for one in fields(Spec))
        return Change(Spec(*parts), under.alone, under.hold if self.hold is None else self.hold)

    def play(self, start: Scenario) -> Scenario:
        """The settings that result from `start`; the same object where they stay the same."""
        if self.spec == Spec() and not self.alone:
            return start
        return played(self.spec, Scenario() if self.alone else start)

    def as_json(self, held: bool) -> dict[str, object]:
        """For GET /@chunktape/settings; `held`: whether streams of its clients are."""
        spec = self.spec
        return {
            "spec": str(spec),
            "split": str(spec.split or ""),
            "rewrites": "+".join(map(str, spec.rewrites)),
            "faults": "+".join(map(str, spec.faults)),
            "speed": spec.speed,
            "gap": spec.gap,
            "alone": self.alone,
            "hold": held,
        }


def asked_spec(value: Mapping[str, Any]) -> str | None:
    """The spec in the JSON of a change, given whole or in parts; None where there is none. Raises BadRequest."""
    if "spec" in value:
        if any(part in value for part in _PARTS):
            raise BadRequest(say("A setting has `spec`, or parts of one ({parts}), not both.", parts=", ".join(_PARTS)))
        return _text(value, "spec")
    if not any(part in value for part in _PARTS):
        return None
    split, rewrites, faults, speed, gap = (_text(value, part) for part in _PARTS)
    if not split and not rewrites and faults.partition(",")[0] == "stall":
        split = "recorded"  # in the first place it would be the split of that name
    pace = (_named("speed", "x", speed), _named("gap", "ms", gap))
    return "+".join(part for part in (split, rewrites, faults, *pace) if part)


def _named(name: str, first: str, text: str) -> str:
    """`2` or `x=2,idle-cap=1s` as a part of a spec."""
    return f"{name},{text}" if "=" in text else f"{name},{first}={text}" if text else ""


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key, "")
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return "+".join(found)
    if type(found) in (int, float):
        return str(found) if isinstance(found, int) else f"{found:g}"
    if not isinstance(found, str):
        raise BadRequest(say("`{key}` of a setting is text, as in a spec.", key=key))
    return found.strip()


def read_spec(text: str, plans: Mapping[str, str]) -> Spec:
    """The spec `text`, however long; `plans` has those that it may name by an id. Raises SpecError."""
    if not text:
        return Spec()
    return parse_spec(text, plans) if len(text) <= LIMIT else parse_spec(f"id={plan_id(text)}", {plan_id(text): text})


class Changes:
    """The changes of a session. `start`: the settings of the command line."""

    def __init__(self, start: Scenario) -> None:
        self.start = start
        #: by client; "" is all
        self._set: dict[str, Change] = {}
        #: client with a change of its own, or "" for all others -> (change, settings)
        self._plays: dict[str, tuple[Change, Scenario]] = {}
        self._rest = (Change(), start)

    def play(self, client: str) -> Scenario:
        """The settings of a request of `client` without a spec."""
        return self._plays.get(client, self._rest)[1]

    def held(self, client: str) -> bool:
        """Whether the streams of `client` are held."""
        return bool(self._plays.get(client, self._rest)[0].hold)

    def setting(self, client: str) -> str:
        """The text of the change for `client`, "" for none."""
        change, play = self._plays.get(client, self._rest)
        return "" if play is self.start else brief(str(change.spec)) or "recorded"

    def put(self, client: str, spec: Spec | None, *, alone: bool = False, hold: bool | None = None) -> None:
        """Set it for `client`, "": for all. `spec` None: only `hold` is set. Raises BadRequest for too much."""
        before = self._set.get(client, Change())
        hold = before.hold if hold is None else hold
        made = replace(before, hold=hold) if spec is None else Change(spec, alone, hold)
        self._take({**self._set, client: made})

    def hold(self, client: str, hold: bool) -> None:
        """Hold the streams of `client`, or let them go on; "": those of all, also of clients with a change of their
        own.
        """
        if client:
            self.put(client, None, hold=hold)
            return
        others = {one: replace(change, hold=None) for one, change in self._set.items()}
        self._take({**others, "": replace(others.get("", Change()), hold=hold or None)})

    def take_back(self, client: str) -> None:
        """Remove the change of `client`, or all changes."""
        self._take({one: change for one, change in self._set.items() if client and one != client})

    def _take(self, wanted: Mapping[str, Change]) -> None:
        kept = {client: change for client, change in wanted.items() if change != Change()}
        size = sum(len(str(change.spec)) for change in kept.values())
        if len(kept) > CLIENTS or size > CHARACTERS:
            raise BadRequest(
                say(
                    "At most {clients} clients have a setting of their own, of {characters} characters together; "
                    "DELETE /@chunktape/settings takes them back.",
                    clients=CLIENTS,
                    characters=CHARACTERS,
                )
            )
        self._set = kept
        rest = kept.get("", Change())
        self._rest = (rest, rest.play(self.start))
        both = {client: change.over(rest) for client, change in kept.items() if client}
        self._plays = {client: (change, change.play(self.start)) for client, change in both.items()}

    def as_json(self) -> dict[str, object]:
        """For GET /@chunktape/settings."""
        told = {client: change.as_json(self.held(client)) for client, change in self._set.items()}
        return {"started": str(self.start), "all": told.pop("", None), "clients": told, "holds": self.held("")}

    def state(self) -> dict[str, list[object]]:
        """The whole state, for `take`."""
        return {client: [str(one.spec), one.alone, one.hold] for client, one in self._set.items()}

    def take(self, state: Mapping[str, Any]) -> None:
        """Take over the `state` of another process of this session."""
        self._take({client: Change(read_spec(text, {}), *more) for client, (text, *more) in state.items()})
