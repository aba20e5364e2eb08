"""Finds the answer among the values that a client gives. Rules

- A client says values through callbacks, results and iterators; a reading picks one source, one place in its values,
  and how they become the answer: `pieces` joined, pieces `closed` by the whole answer, the last one `whole`, or a list
  of `events`. A callback that gives the whole answer behind its pieces may say so by a flag, which is not looked at.
- The reading is found at the baseline: the first one whose answer is that of the body. It then holds for all runs.
- The state of an object (`page.data.messages.at(-1).text`) is always the whole answer. Callbacks and results come
  before states, and printed text comes last; but what grows with the pieces comes before what is there at the end only.
- A body of unknown shape without events has no target: any text is accepted, and must stay the same.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final

from chunktape.check.expectation import Expectation
from chunktape.check.paths import EACH, LINES, Path, any_entry, has_list, paths_in, spread, texts_at
from chunktape.check.repeats import halved
from chunktape.check.values import Run

#: values that are searched for places
_LOOKED_AT: Final = 40
#: sources that are states of objects, as `chunktape/js/entries/drive.mjs` names them; `watch` is an adapter's
SHOWS: Final = ("page", "component", "vm", "client", "watch")
_PRINTS: Final = ("console.", "process.")
#: the share of two texts that is the same where one is nearly the other; characters that tell it, and that are compared
_NEAR: Final = 0.8
_TELLING: Final = 20
_COMPARED: Final = 2000
#: what a program makes of a value that is not there
_OF_NOTHING: Final = re.compile(r"(?:undefined|null|None|NaN|true|false|\[object \w+\]|\W)+")
#: what a client is asked, as `chunktape/js/entries/` types it
_QUESTION: Final = "hello"
#: a letter behind U+FFFF in two halves, as JavaScript counts them
_HALVES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
#: a character of UTF-8 whose bytes became characters
_BYTES: Final = re.compile(
    "[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}"
)
#: the characters of Windows-1252 that are bytes from 80 to 9f
_AS_BYTES: Final = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A client's answer in one run: the text, or the events; and how much of it was there after each piece (characters,
    or events).
    """

    text: str = ""
    events: tuple[str, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the answer of a client stands. `target`: which text of the body's answer it is, empty where that is not
    known.
    """

    source: str
    path: Path
    how: str
    target: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether it is printed text, the last resort."""
        return self.source.startswith(_PRINTS)

    @property
    def is_state(self) -> bool:
        """Whether it is the state of an object, looked at after each piece."""
        return self.source.split(".")[0] in SHOWS

    def shown(self, run: Run) -> Shown:
        """The client's answer in `run`."""
        found = [
            (max(one.piece, 0), text)
            for one in run.said
            if one.source == self.source
            for text in texts_at(one.value, self.path)
        ]
        if self.how in ("events", "closed"):
            found = [one for one in found if one[1]]
        if self.how == "closed" and _is_closed([text for _, text in found]):
            found.pop()
        if self.how in ("pieces", "closed") and _HALVES.search("".join(text for _, text in found)):
            found = list(_with_whole_letters(found))
        sizes = [0] * (len(run.cuts) + 1)
        texts = [text for _, text in found]
        if self.how == "whole":
            for piece, text in found:
                sizes[piece] = len(text)
            return Shown(texts[-1] if texts else "", (), tuple(accumulate(sizes, max)))
        for piece, text in found:
            sizes[piece] += 1 if self.how == "events" else len(text)
        events = tuple(texts) if self.how == "events" else ()
        return Shown("\n".join(events) if events else "".join(texts), events, tuple(accumulate(sizes)))


def _is_closed(texts: list[str]) -> bool:
    """Whether the last text is all others, which are several: a single one may be the answer so far."""
    return len(texts[:-1]) > 1 and texts[-1] == "".join(texts[:-1])


def _with_whole_letters(said: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Texts whose halves of letters are joined, as JavaScript joins them: a letter comes with its second half."""
    piece, half = 0, ""
    for piece, text in said:
        text = half + text
        half = text[-1] if "\ud800" <= text[-1:] <= "\udbff" else ""
        text = text[: len(text) - len(half)]
        yield piece, text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    yield piece, half


def candidates(run: Run) -> list[Reading]:
    """The readings with a value in `run`: callbacks and results in their order, then states, then printed text."""
    found: dict[tuple[str, Path], None] = {}
    counts: dict[str, int] = {}
    for one in run.said:
        counts[one.source] = counts.get(one.source, 0) + 1
        if counts[one.source] <= _LOOKED_AT:
            ends = (-1, 0) if one.source in SHOWS else (0, -1)  # a list that is shown grows: its last entry comes first
            found.update(((one.source, path), None) for path in paths_in(one.value, ends))
    kinds = sorted(found, key=lambda one: 2 if one[0].startswith(_PRINTS) else 1 if one[0] in SHOWS else 0)
    return [
        Reading(source, path, how)
        for source, path in kinds
        for how in (("whole",) if source in SHOWS else ("pieces", "closed", "whole", "events"))
    ]


def with_all_entries(reading: Reading, run: Run) -> Reading:
    """A reading for any number of events in a piece: each entry of a list that the client gives, where `run`, all in
    one piece, has more to say by that.
    """
    values = [one.value for one in run.said if one.source == reading.source]
    each = replace(reading, path=spread(reading.path, values, has_events=reading.how == "events"))
    gains = len(each.shown(run).text) > len(reading.shown(run).text)
    return each if gains or EACH not in each.path else reading


def is_of_lists(reading: Reading) -> bool:
    """Whether the answer stands in lists that a client hands out, which may have one entry or several."""
    return reading.how != "whole" and reading.source not in SHOWS and has_list(reading.path)


def is_same_place(one: Reading | None, two: Reading) -> bool:
    """Whether two readings differ in nothing but the entries of lists."""
    return one is not None and replace(one, path=any_entry(one.path)) == replace(two, path=any_entry(two.path))


def settled(reading: Reading) -> tuple[Reading, str]:
    """A reading for all further runs, and the expression of its place: of an object's state only that place is then
    reported.
    """
    if reading.source in SHOWS:
        where = expression(reading)
        return replace(reading, source=where, path=()), where
    return reading, reading.source if reading.is_printed else ""


def expression(reading: Reading) -> str:
    """The place of the answer as a JavaScript expression: `page.data.messages.at(-1).text`."""
    return reading.source + "".join(map(_step, reading.path))


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f".at({key})"
    if key in (EACH, LINES):
        return key
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"


def right_reading(run: Run, want: Expectation) -> Reading | None:
    """The reading whose answer is that of the body; None where there is none. One that grows with the pieces comes
    before one that is there at the end only, by which nothing could be late.
    """
    found = _right_readings(run, want)
    first = next(found, None)
    if first is None or _grows(first, run):
        return first
    return next((one for one in found if not one.is_printed and _grows(one, run)), first)


def _right_readings(run: Run, want: Expectation) -> Iterator[Reading]:
    for one in candidates(run):
        shown = one.shown(run)
        if one.how == "events":
            if shown.events and shown.events in (_events(want), _events(want, without="[DONE]")):
                yield Reading(one.source, one.path, one.how, "events")
            continue
        for name, text in want.targets:
            if shown.text == text:
                yield Reading(one.source, one.path, one.how, name)
                break


def _grows(reading: Reading, run: Run) -> bool:
    """Whether a part of the answer is there before all of it is."""
    after = reading.shown(run).after
    return any(0 < size < after[-1] for size in after)


def flawed_reading(run: Run, want: Expectation) -> Reading | None:
    """The reading whose answer is that of the body but for its UTF-8, of which each byte became a character, with a
    part of it again behind it, or with what comes with each piece twice.
    """
    for one in candidates(run):
        shown = one.shown(run)
        for name, text in want.targets:
            if one.how == "events":
                continue
            is_marred = shown.text != text == decoded(shown.text) or is_said_again(shown.text, text)
            if is_marred or halved(shown.text, shown.after) == text:
                return Reading(one.source, one.path, one.how, name)
    return None


def near_reading(run: Run, want: Expectation) -> Reading | None:
    """The reading whose answer is nearly that of the body: at least `_NEAR` of both texts is the same, in its order. A
    text with our own question in it is a talk, and no answer; the whole answer in words of the client is meant so.
    """
    for one in candidates(run):
        if one.how == "events" or one.is_printed:
            continue
        shown = one.shown(run).text
        for name, text in want.targets:
            if shown.count(_QUESTION) > text.count(_QUESTION) or _is_dressed(shown, text, want):
                continue
            if len(text) >= _TELLING and 2 * min(len(shown), len(text)) >= _NEAR * (len(shown) + len(text)):
                both = SequenceMatcher(None, shown[:_COMPARED], text[:_COMPARED], autojunk=False)
                if both.ratio() >= _NEAR:
                    return Reading(one.source, one.path, one.how, name)
    return None


def _is_dressed(shown: str, text: str, want: Expectation) -> bool:
    """Whether a text is the whole answer with words of the client around it (`AI: `), or in other letters. Words that
    a program makes of nothing, and a part of the stream, are mistakes.
    """
    around = [one.strip() for one in shown.split(text, 1)] if text in shown else []
    own = [one for one in around if one and not any(one in data for data in want.events)]
    return any(not _OF_NOTHING.fullmatch(one) for one in own) or shown in (text.upper(), text.lower())


def decoded(text: str) -> str:
    """A text with what looks like the bytes of UTF-8 in it decoded: read as Latin-1, or as Windows-1252, which is what
    the Encoding Standard calls Latin-1.
    """
    plain = text.translate(_AS_BYTES)
    found = _BYTES.sub(lambda match: match[0].encode("latin-1").decode("utf-8", "replace"), plain)
    return text if found == plain else found


def is_said_again(shown: str, wanted: str) -> bool:
    """Whether a text is `wanted`, and a part of it again."""
    rest = shown.removeprefix(wanted)
    return bool(wanted) and rest not in ("", shown) and rest.removeprefix("\n") in wanted


def _events(want: Expectation, without: str = "") -> tuple[str, ...]:
    """The events of a body as a client gives them, without empty ones, since clients also give '' at the end."""
    return tuple(data for data in want.events if data not in ("", without))


def any_reading(run: Run) -> Reading | None:
    """The reading that gives the most text: for a body of unknown shape, where only sameness can be judged."""
    found = [one for one in candidates(run) if one.how == "pieces"]
    return max(found, key=lambda one: len(one.shown(run).text), default=None)


def expected_events(want: Expectation, shown: Shown) -> tuple[str, ...]:
    """The events that should be shown of another body: `[DONE]` is one of a client that shows it."""
    return _events(want, without="" if "[DONE]" in shown.events else "[DONE]")


def expected(want: Expectation, reading: Reading, shown: Shown) -> str | None:
    """The answer that `reading` should give for another body; None where the body has none."""
    if reading.target == "events":
        return "\n".join(expected_events(want, shown))
    return dict(want.targets).get(reading.target, want.texts[0] if want.texts else None)
