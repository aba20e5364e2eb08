"""The text of a split, its faults, speed and gap: one parser, one printer. Rules

- `spec = part *("+" part)`, `part = name *("," key "=" value)`: a split, then faults, then `speed`, then `gap`. Each
  may be missing; `stall` is a split in the first place and a fault behind a `+`.
- `speed` takes `x` and `idle-cap`, `gap` takes `ms`, `jitter` and the `seed` that the jitter is drawn from.
- Names and keys: `[a-z0-9][a-z0-9-]*` (`4g` begins with a digit). Values: `[A-Za-z0-9._~:-]+`; a seed may be any text
  without `,`, `+`, `=` and `%`.
- A space is read as `+`, because a query turns `+` into one; text is percent-decoded once, as UTF-8. `%` stands in no
  spec, so text that something decoded before reads the same.
- One pair of quotes around the whole text is taken off: cmd.exe hands single quotes on as they are.
- At most 1,024 characters. A longer plan is called `id=<16 hex digits>` and is looked up, whole, in what the caller
  gives as `plans`.
- `str` prints the canonical form; `parse_spec(str(spec)) == spec`.

Longer than other modules: the grammar's reader and its printer are held to one another, and are read together.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeVar
from urllib.parse import unquote_to_bytes

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.seeds import canonical_seed
from player.grammar.parameters import Choice, Count, Duration, Kind, Offsets
from player.grammar.part import Part
from player.splits.registry import ALIASES, PROFILES
from player.splits.split import Split

T = TypeVar("T")

LIMIT: Final = 1024

#: The faults that a spec can name; their parameters are checked where they are built.
FAULTS: Final = ("reset", "truncate", "stall", "slow-start", "status", "corrupt", "hold-open")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_VALUE = re.compile(r"[A-Za-z0-9._~:-]+", re.ASCII)
_SEED = re.compile(r"[^=%]+", re.DOTALL)
_ID = re.compile(r"id=([0-9a-f]{16})")
_DIGEST = re.compile(r"[0-9a-f]{8}")
_SPEED = re.compile(r"max|(?=[0-9.]*[1-9])(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,3})?")

_EDITS: Final[dict[str, Kind]] = {"add": Offsets(), "drop": Offsets()}
#: what every split understands besides the parameters of its profile
_COMMON: Final = (*_EDITS, "seed", "body", "v")


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole spec. What is None or empty was not given. `speed`: a decimal factor or `max`; `gap`: ms or a preset.

    `idle_cap`: the longest silence, a duration; `jitter`: ms that a write may be late, drawn from `jitter_seed`.
    """

    split: Split | None = None
    faults: tuple[Part, ...] = ()
    speed: str = ""
    gap: str = ""
    idle_cap: str = ""
    jitter: str = ""
    jitter_seed: str = ""

    def __str__(self) -> str:
        parts = [str(self.split)] if self.split else []
        parts += map(str, self.faults)
        for name, pairs in (
            ("speed", (("x", self.speed), ("idle-cap", self.idle_cap))),
            ("gap", (("ms", self.gap), ("jitter", self.jitter), ("seed", self.jitter_seed))),
        ):
            if given := tuple(pair for pair in pairs if pair[1]):
                parts.append(str(Part(name, given)))
        return "+".join(parts)


def plan_id(text: str) -> str:
    """The 16 hex digits that stand for a spec of more than 1,024 characters."""
    return sha256(text.encode()).hexdigest()[:16]


def brief(text: str) -> str:
    """`text`, or `id=<16 hex digits>` where it is too long for a header, a URL or a console line."""
    return text if len(text) <= LIMIT else f"id={plan_id(text)}"


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like `word`, or "" if none is like it."""
    return next(iter(difflib.get_close_matches(word, list(names), n=1, cutoff=0.5)), "")


def parse_spec(text: str, plans: Mapping[str, str] | None = None) -> Spec:
    """The spec that `text` says, raw or percent-encoded; `plans`, which a player has, knows long ones by `id`.

    Raises SpecError that names the character, what is allowed there and the nearest name.
    """
    decoded = _decoded(text)
    if len(decoded) > LIMIT:
        raise SpecError(
            say(
                "A spec has at most {limit} characters, this one has {length}. "
                "POST a longer one to /@chunktape/plans while `chunktape play` runs: "
                "the answer has the `id` to ask for, as /@id=<id>/...",
                length=len(decoded),
                limit=LIMIT,
            )
        )
    if match := _ID.fullmatch(decoded):
        if plans is None or match[1] not in plans:
            raise SpecError(
                say(
                    "No plan with id={id} is known here: an id holds for one run of `chunktape play`. POST the "
                    "spec itself to /@chunktape/plans while it runs, then ask for /@id=<id>/...",
                    id=match[1],
                )
            )
        decoded = plans[match[1]]
    return _Reader(decoded, asked=plans is not None).spec()


def _decoded(text: str) -> str:
    if "%" in text:
        bad = re.search(r"%(?![0-9A-Fa-f]{2})", text)
        try:
            if bad:
                raise ValueError(text)
            text = unquote_to_bytes(text).decode()
        except ValueError:
            raise SpecError(
                say(
                    "Character {at}: expected percent-encoded UTF-8 (such as %2C).",
                    at=(bad.start() if bad else text.index("%")) + 1,
                )
            ) from None
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    return text.replace(" ", "+")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key and its value, and the characters (from 1) at which they stand."""

    key: str
    value: str
    at: int
    value_at: int


class _Reader:
    """Reads one decoded text. Every position in an error counts its characters from 1."""

    def __init__(self, text: str, *, asked: bool) -> None:
        self._text = text
        self._asked = asked

    def spec(self) -> Spec:
        split: Split | None = None
        faults: list[Part] = []
        settings: dict[str, dict[str, str]] = {"speed": {}, "gap": {}}
        at = 1
        for index, text in enumerate(self._text.split("+")):
            name, pairs = self._part(text, at)
            if index == 0 and name in (*PROFILES, *ALIASES):
                split = _split(ALIASES.get(name, name), pairs)
            elif name in settings:
                if settings[name] or (name == "speed" and settings["gap"]):
                    raise SpecError(
                        say(
                            "Character {at}: `{name}` is in the wrong place or there twice. "
                            "The order is split, faults, `speed`, `gap`.",
                            name=name,
                            at=at,
                        )
                    )
                settings[name] = _setting(name, pairs, at)
            elif name in FAULTS:
                if any(settings.values()):
                    raise SpecError(
                        say(
                            "Character {at}: `{name}` is in the wrong place or there twice. "
                            "The order is split, faults, `speed`, `gap`.",
                            name=name,
                            at=at,
                        )
                    )
                faults.append(Part(name, tuple((pair.key, pair.value) for pair in pairs)))
            else:
                raise SpecError(_unknown(name, at, first=index == 0) + self._first_hint(at))
            at += len(text) + 1
        speed, gap = settings["speed"], settings["gap"]
        return Spec(
            split,
            tuple(faults),
            speed.get("x", ""),
            gap.get("ms", ""),
            speed.get("idle-cap", ""),
            gap.get("jitter", ""),
            gap.get("seed", ""),
        )

    def _first_hint(self, at: int) -> str:
        """A word that a request begins with may be part of a path that was never meant as a spec."""
        return say(" A path that itself begins with /@ is asked for as /@@...") if self._asked and at == 1 else ""

    def _part(self, text: str, at: int) -> tuple[str, list[_Pair]]:
        name, *rest = text.split(",")
        if not _NAME.fullmatch(name):
            like = nearest(name.lower(), [*PROFILES, *ALIASES, *FAULTS, *_SETTINGS])
            hint = say(" Did you mean `{name}`?", name=like) if like else ""
            raise SpecError(
                say(
                    "Character {at}: expected a name such as `utf8` or `merge`, found {found!r}.{hint} The form "
                    "is `name,key=value+name,key=value`.",
                    at=at,
                    found=name,
                    hint=hint,
                )
                + self._first_hint(at)
            )
        pairs: list[_Pair] = []
        place = at + len(name) + 1
        for item in rest:
            key, equals, value = item.partition("=")
            if not equals or not _NAME.fullmatch(key):
                raise SpecError(say("Character {at}: expected `key=value`, found {found!r}.", at=place, found=item))
            pair = _Pair(key, value, place, place + len(key) + 1)
            if any(other.key == key for other in pairs):
                raise SpecError(
                    say("Character {at}: `{key}` is given twice. Leave one of them out.", at=place, key=key)
                )
            if not (_SEED if key == "seed" else _VALUE).fullmatch(value):
                words = (
                    sentence("Character {at}: expected a seed, any text without , + = and %, found {found!r}.")
                    if key == "seed"
                    else sentence(
                        "Character {at}: expected a value for `{key}` made of letters, digits and . "
                        "_ ~ : -, found {found!r}."
                    )
                )
                raise SpecError(say(words, at=pair.value_at, key=key, found=value))
            pairs.append(pair)
            place += len(item) + 1
        return name, pairs


def _unknown(name: str, at: int, *, first: bool) -> str:
    if name in PROFILES or name in ALIASES:
        return say(
            "Character {at}: `{name}` is a split, and a spec has one split, in the first place.", name=name, at=at
        )
    like = nearest(name, [*(PROFILES if first else ()), *(ALIASES if first else ()), *FAULTS, "speed", "gap"])
    hint = say(" Did you mean `{name}`?", name=like) if like else ""
    return say(
        (
            "Character {at}: no split or fault is called {name!r}.{hint} "
            "`chunktape plan --profiles --all` lists the splits."
        )
        if first
        else (
            "Character {at}: no fault is called {name!r}.{hint} Behind the split come faults, then `speed`, then `gap`."
        ),
        name=name,
        at=at,
        hint=hint,
    )


def _split(profile: str, pairs: list[_Pair]) -> Split:
    kinds = PROFILES[profile].parameters
    given = {pair.key: pair for pair in pairs}
    for pair in pairs:
        if pair.key not in kinds and pair.key not in _COMMON:
            allowed = (*kinds, *_COMMON)
            like = nearest(pair.key, allowed)
            hint = say(" Did you mean `{name}`?", name=like) if like else ""
            raise SpecError(
                say(
                    "Character {at}: `{profile}` has no parameter {key!r}.{hint} It takes: {allowed}.",
                    key=pair.key,
                    at=pair.at,
                    profile=profile,
                    allowed=", ".join(allowed),
                    hint=hint,
                )
            )
    parameters = []
    for key, kind in kinds.items():
        value = _read(given[key], kind, kind.read) if key in given else kind.default
        if shown := kind.show(value):
            parameters.append((key, shown))
    edits = {key: _read(given[key], kind, Offsets().read) for key, kind in _EDITS.items() if key in given}
    return Split(
        profile,
        tuple(parameters),
        edits.get("add", ()),
        edits.get("drop", ()),
        canonical_seed(given["seed"].value) if "seed" in given else "",
        _body(given["body"]) if "body" in given else "",
        _version(given["v"], profile) if "v" in given else 0,
    )


def _read(pair: _Pair, kind: Kind, read: Callable[[str], T]) -> T:
    try:
        return read(pair.value)
    except SpecError as error:
        raise SpecError(say("Character {at}: {what}", at=pair.value_at, what=error)) from None
    except ValueError:
        raise SpecError(
            say(
                "Character {at}: `{key}` takes {allowed}, found {found!r}.",
                key=pair.key,
                at=pair.value_at,
                allowed=kind.allowed,
                found=pair.value,
            )
        ) from None


def _body(pair: _Pair) -> str:
    if not _DIGEST.fullmatch(pair.value):
        raise SpecError(
            say(
                "Character {at}: `{key}` takes {allowed}, found {found!r}.",
                key="body",
                at=pair.value_at,
                allowed="[0-9a-f]{8}",
                found=pair.value,
            )
        )
    return pair.value


def _version(pair: _Pair, profile: str) -> int:
    known = PROFILES[profile].version
    if pair.value not in map(str, range(1, known + 1)):
        raise SpecError(
            say(
                "Character {at}: this chunktape knows `{profile}` up to v={known}, "
                "the spec asks for v={found}. Update chunktape.",
                at=pair.value_at,
                profile=profile,
                found=pair.value,
                known=known,
            )
        )
    return int(pair.value)


class _Gap(Choice):
    """Whole milliseconds up to a minute, or the name of a preset."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0..60000 | " + super().allowed

    def read(self, text: str) -> str:
        if re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) and int(text) <= 60_000:
            return str(int(text))
        return super().read(text)


class _Speed(Choice):
    """A factor on recorded time with at most three decimals, or `max`."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0.001..999999 | max"

    def read(self, text: str) -> str:
        if not _SPEED.fullmatch(text):
            raise ValueError(text)
        return text.rstrip("0").rstrip(".") if "." in text else text


class _Seed(Choice):
    """The text of a seed, read in its canonical form."""

    __slots__ = ()

    @property
    def allowed(self) -> str:
        return "0, 1, 2 ... | text"

    def read(self, text: str) -> str:
        return canonical_seed(text)


GAP: Final[Kind] = _Gap(("auto", "device", "xhr", "assured"))
SPEED: Final[Kind] = _Speed(("max",))
IDLE_CAP: Final[Kind] = Duration(0)
JITTER: Final[Kind] = Count(1, 60_000, 0)
_SETTINGS: Final[dict[str, dict[str, Kind]]] = {
    "speed": {"x": SPEED, "idle-cap": IDLE_CAP},
    "gap": {"ms": GAP, "jitter": JITTER, "seed": _Seed(("",))},
}


def _setting(name: str, pairs: list[_Pair], at: int) -> dict[str, str]:
    kinds = _SETTINGS[name]
    if not pairs or any(pair.key not in kinds for pair in pairs):
        key, kind = next(iter(kinds.items()))
        more = ", ".join(f"{one}={other.allowed}" for one, other in kinds.items() if one != key)
        raise SpecError(
            say(
                "Character {at}: expected `{name},{key}=...` with {allowed}; it also takes {more}.",
                name=name,
                key=key,
                at=at,
                allowed=kind.allowed,
                more=more,
            )
        )
    return {pair.key: kinds[pair.key].show(_read(pair, kinds[pair.key], kinds[pair.key].read)) for pair in pairs}
