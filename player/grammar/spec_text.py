"""Reads, and writes, the text of a spec: its parts, their names, keys and values, and where each stands. Rules

- `spec = part *("+" part)`, `part = name *("," key "=" value)`. Names and keys: `[a-z0-9][a-z0-9-]*` (`4g` begins with
  a digit). Values: `[A-Za-z0-9._~:-]+`; a seed may be any text without `,`, `+`, `=` and `%`.
- A space is read as `+`, because a query turns `+` into one; text is percent-decoded once, as UTF-8. No spec contains
  `%`, so text that was already decoded reads the same.
- One pair of quotes around the whole text is taken off: cmd.exe hands single quotes on as they are.
- Every place in an error counts the characters of the decoded text from 1.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar
from urllib.parse import unquote_to_bytes

from cassettes.errors import SpecError
from cassettes.messages import say, sentence

R = TypeVar("R", covariant=True)


class NoSpec(SpecError):
    """The first name has characters that no spec has: the text may not be meant as a spec."""


_NAME = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_VALUE = re.compile(r"[A-Za-z0-9._~:-]+", re.ASCII)
_SEED = re.compile(r"[^=%]+", re.DOTALL)
#: a parameter where a name should stand, behind a blank or a `+` in place of a comma
_PARAMETER = re.compile(r"[a-z0-9][a-z0-9-]*=", re.ASCII)
_PERCENTAGE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?%", re.ASCII)
_GIVEN_PERCENTAGE = re.compile(rf"(?<!seed)[=:]({_PERCENTAGE.pattern})", re.ASCII)


class Pair(NamedTuple):
    """A key and its value, and the characters (from 1) at which they stand."""

    key: str
    value: str
    at: int
    value_at: int


class Written(NamedTuple):
    """A part as it was written, and the character at which it begins."""

    name: str
    pairs: tuple[Pair, ...]
    at: int


def part_text(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A part as text: `name,key=value,...`."""
    return ",".join((name, *(f"{key}={value}" for key, value in pairs)))


def nearest(word: str, names: Iterable[str]) -> str:
    """The name most like `word`, or "" if none is like it."""
    import difflib  # only where a word is wrong

    return next(iter(difflib.get_close_matches(word, list(names), n=1, cutoff=0.5)), "")


def meant(word: str, names: Iterable[str]) -> str:
    """The question whether the name most like `word` was meant, for the end of a sentence; "" if none is like it."""
    like = nearest(word, names)
    return say(" Did you mean `{name}`?", name=like) if like else ""


def decoded(text: str) -> str:
    """`text` as the person meant it: percent-decoded, without its quotes, a `+` for each space. Raises SpecError."""
    if "%" in text:
        bad = re.search(r"%(?![0-9A-Fa-f]{2})", text)
        share = bad and next((one for one in _GIVEN_PERCENTAGE.finditer(text) if one.end() == bad.end()), None)
        if share:
            raise _share(share[1], share.start(1) + 1)
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


def _share(found: str, at: int) -> SpecError:
    """The error for a percentage `found`, such as `20%`, at the character `at`."""
    return SpecError(
        say(
            "Character {at}: expected a share of 1, found {found!r}. Write {share:g}.",
            at=at,
            found=found,
            share=float(found[:-1]) / 100,
        )
    )


def written(text: str, names: Collection[str], example: str = "utf8") -> Iterator[Written]:
    """The parts of the decoded `text` in order; `names`: valid names, for suggestions; `example`: one that may stand in
    the first place. Raises SpecError for characters that no spec has, NoSpec where the first name has them.
    """
    at, before = 1, ""
    for part in text.split("+"):
        if before and _PARAMETER.match(part):
            raise SpecError(
                say(
                    "Character {at}: expected a name, found {found!r}. "
                    "A parameter follows a comma: `{before},{found}`.",
                    at=at,
                    found=part,
                    before=before,
                )
            )
        yield _part(part, at, names, example)
        at, before = at + len(part) + 1, part


def _part(text: str, at: int, names: Collection[str], example: str) -> Written:
    name, *rest = text.split(",")
    if not _NAME.fullmatch(name):
        raise (NoSpec if at == 1 else SpecError)(
            say(
                "Character {at}: expected a name such as `{example}`, found {found!r}.{hint} The form "
                "is `name,key=value+name,key=value`.",
                at=at,
                example=example,
                found=name,
                hint=meant(name.lower(), names),
            )
        )
    pairs: list[Pair] = []
    place = at + len(name) + 1
    for item in rest:
        key, equals, value = item.partition("=")
        if not equals or not _NAME.fullmatch(key):
            raise SpecError(say("Character {at}: expected `key=value`, found {found!r}.", at=place, found=item))
        pair = Pair(key, value, place, place + len(key) + 1)
        if any(other.key == key for other in pairs):
            raise SpecError(say("Character {at}: `{key}` is given twice. Leave one of them out.", at=place, key=key))
        if key != "seed" and (share := _PERCENTAGE.fullmatch(value.rpartition(":")[2])):
            raise _share(share[0], place + len(item) - len(share[0]))
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
    return Written(name, tuple(pairs), at)


class Reads(Protocol[R]):
    """A kind of values (`player.grammar.parameters`) as its reader sees it."""

    @property
    def allowed(self) -> str: ...
    @property
    def read(self) -> Callable[[str], R]: ...


def read_value(pair: Pair, kind: Reads[R]) -> R:
    """The value of `pair`, which is of this kind. Raises SpecError, which says where."""
    try:
        return kind.read(pair.value)
    except SpecError as error:
        raise SpecError(say("Character {at}: {what}", at=pair.value_at, what=error)) from None
    except ValueError:
        raise SpecError(
            say(
                "Character {at}: `{key}` takes {allowed}, found {found!r}.{hint}",
                key=pair.key,
                at=pair.value_at,
                allowed=kind.allowed,
                found=pair.value,
                hint=_meant(pair.value, kind),
            )
        ) from None


def _meant(value: str, kind: Reads[object]) -> str:
    """The form of `kind` whose word is nearly that of `value`, with the rest of `value` where it fits; or ""."""
    word, colon, rest = value.partition(":")
    forms = {form.partition(":")[0]: form for form in kind.allowed.split(" | ") if form[:1].islower()}
    like = "" if word in forms else nearest(word, forms)
    if not like:
        return ""
    try:
        kind.read(form := f"{like}{colon}{rest}")
    except (ValueError, SpecError):
        form = forms[like]
    return say(" Did you mean `{name}`?", name=form)
