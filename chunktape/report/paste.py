"""A bug report as Markdown. Pure. Rules

- It is in English in every language setting, since a maintainer reads it. The sentences for the person who pastes it
  stand elsewhere.
- No name, path or address of the machine: `chunktape.report.private` is applied to all but the cassette.
- It fits into an issue: it has the whole cassette if that takes at most `ROOM`, else the beginning of `show --text`.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cassettes.model import Interaction
from cassettes.printable import preview, safe, word
from chunktape.doctor.facts import Finding
from chunktape.report.armour import Armoured, armoured
from chunktape.report.played import Played
from chunktape.report.private import without
from chunktape.report.running import Saw, dicts_in
from chunktape.report.shared import Shared
from chunktape.show.lines import cassette_text

#: characters of a cassette's lines in a paste; an issue at the large sites may have 65,536 altogether
ROOM: Final = 45_000
#: bytes of a file beyond which nothing is packed: it would take long, and hardly any fits
_TRIED: Final = 4 << 20
#: lines of `show --text` in place of a cassette that is too large, characters of a line, interactions that are listed
_SHOWN: Final = 120
_LONG: Final = 160
_LISTED: Final = 20
#: places in which a request differs that are shown
_DIFFERENCES: Final = 8
#: keys of a journal's entry that are shown
_TOLD: Final = (
    *("method", "target", "spec", "setting", "answer", "status", "interaction"),
    *("plan", "outcome", "bytes", "chunks", "note"),
)


def paste(
    version: str,
    found: Sequence[Finding],
    names: Mapping[str, str],
    tape: "Shared | None" = None,
    state: str = "",
    bug: Played = Played(),  # noqa: B008 - frozen
    saw: Saw | None = None,
) -> str:
    """The report. `state`: that of the cassette as it was loaded; `names`: names to take out -> their replacements."""
    lines = [
        "### What I did, what I expected, what came instead",
        "",
        "(write it here)",
        "",
        "### Versions and machine",
        "",
        *machine(version, found),
    ]
    if saw is not None:
        lines += ["", *player(saw)]
    text = without("\n".join(lines), names) + "\n"
    if tape is not None:
        head, content = cassette(tape, state, bug)
        text += "\n" + without("\n".join(head), names) + "\n" + (f"\n{content}" if content else "")
    return text


def machine(version: str, found: Sequence[Finding]) -> Iterator[str]:
    """A line for chunktape, and one per finding of `doctor`, by its facts alone."""
    yield f"- chunktape {version}"
    for one in found:
        facts = ", ".join(f"{name}={_value(value)}" for name, value in one.facts.items())
        yield f"- {'ok' if one.ok else 'NOT OK'} {one.name}: {facts}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + " ".join(map(str, value)) + "]"
    return safe(str(value)) or "-"


def player(saw: Saw) -> Iterator[str]:
    """The lines about a running player."""
    if saw.recording:
        yield f"### A recorder is running: chunktape {safe(saw.version)[:40]}"
        return
    yield f"### What the running player saw (chunktape {safe(saw.version)[:40]})"
    yield ""
    if not saw.entries:
        yield "No request has come."
    for entry in saw.entries:
        said = (f"{name}={_line(entry[name])}" for name in _TOLD if entry.get(name) not in (None, "", 0))
        yield f"- #{_line(entry.get('number'))} " + ", ".join(said)
        for place in dicts_in(entry.get("differs"))[:_DIFFERENCES]:
            yield f"  - differs: {_line(place.get('in'))} {_line(place.get('name'))}"
        number = entry.get("number")
        lengths = saw.observed.get(number) if isinstance(number, int) else None
        if lengths:
            yield f"  - the client reported pieces of {' '.join(map(str, lengths))} bytes"
    for one in saw.coverage:
        percent = one.get("percent")
        levels = percent.items() if isinstance(percent, dict) else ()
        told = [f"{_line(level)} {value} %" for level, value in levels if isinstance(value, int | float)]
        if told:
            yield f"- boundary classes hit in interaction {_line(one.get('interaction'))}: {', '.join(told)}"


def _line(value: object) -> str:
    text = safe(str(value))
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def cassette(tape: Shared, state: str, bug: Played) -> tuple[list[str], str]:
    """The part about the cassette, and the whole cassette. For a large one the first part has the beginning of `show
    --text`, and the second is empty.
    """
    content = armoured(Armoured(tape.data, bug.spec)) if len(tape.data) <= _TRIED else ""
    whole = 0 < len(content) <= ROOM
    name = f"bug-{tape.digest}.cassette"
    lines = ["### The recording", "", f"- {state}, {len(tape.data):,} bytes without secrets, digest {tape.digest}"]
    lines += [f"- {_row(one)}" for one in tape.interactions[:_LISTED]]
    if len(tape.interactions) > _LISTED:
        lines.append(f"- … and {len(tape.interactions) - _LISTED} more")
    if tape.unseen:
        lines.append(f"- bodies that are encoded, in which nothing could be masked: {tape.unseen}")
    if bug.number:
        lines.append(f"- cut: interaction {bug.number}, {bug.size:,} bytes in {bug.pieces:,} pieces")
    if whole:
        lines += [
            "",
            "To see it, save this page's text as bug.md, then:",
            "",
            "```sh",
            f"chunktape report --open bug.md -o {name}",
        ]
        lines += [replay(name, bug), "```"]
        return lines, f"```text\n{content}```\n"
    lines += [*([f"- plan: {bug.spec}"] if bug.spec else []), "", "It is too large to be pasted. It begins with:"]
    return [*lines, "~~~~text", *first_lines(tape), "~~~~"], ""


def first_lines(tape: Shared) -> list[str]:
    """The first lines of `show --text`, none of them long."""
    from cassettes.store import loads

    whole = loads(tape.data, "memory")
    lines = cassette_text(whole, whole.interactions).splitlines()
    kept = [line if len(line) <= _LONG else line[:_LONG] + "…" for line in lines[:_SHOWN]]
    return kept if len(lines) <= _SHOWN else [*kept, f"… {len(lines) - _SHOWN:,} more lines"]


def replay(name: str, bug: Played) -> str:
    """The command that plays the cassette `name` so that the bug is seen."""
    if bug.for_check:
        return f"chunktape check CLIENT --tape {word(name)} --split {_quoted(bug.spec)}"
    return f"chunktape play {word(name)}" + (f" --split {_quoted(bug.spec)}" if bug.spec else "")


def _quoted(spec: str) -> str:
    """In quote marks always: PowerShell splits at commas."""
    quoted = shlex.quote(spec)
    return quoted if quoted.startswith("'") else f"'{quoted}'"


def _row(one: Interaction) -> str:
    status = one.head.status if one.head else "no response"
    return (
        f"#{one.number} {one.request.method} {preview(one.request.target, _LONG)} {status}, "
        f"{len(one.chunks):,} chunks, {len(one.body):,} bytes, {one.ending.kind}"
    )
