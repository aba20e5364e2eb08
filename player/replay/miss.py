"""The words of a 404: which recording is nearest to the request, what differs, what would help.

The likeliest mistake is the base URL: a `/v1` that is missing or there twice. So where the path is another one, the
sentence says which part is too little or too much. It names no option then: `--match any` would serve another answer.
"""

import re
import shlex
from collections.abc import Sequence
from typing import Any

from cassettes.messages import say, sentence
from player.journal.journal import Journal
from player.library.recordings import Recording
from player.matching.index import Near
from player.matching.subject import Subject


def explain(
    asked: Subject, near: Sequence[Near], recordings: Sequence[Recording], journal: Journal
) -> tuple[str, dict[str, object]]:
    """The sentence for a miss, and its JSON. `near` are places in `recordings`; `journal` knows what is secret."""
    details: dict[str, object] = {"nearest": [_told(one, recordings[one.index], journal) for one in near]}
    if not near:
        return say("No recording answers this request: the cassettes have no interaction yet."), details
    first, recording = near[0], recordings[near[0].index]
    request = recording.interaction.request
    if not (first.method and first.path):
        return say(
            "No recording answers {asked}. Recorded is {recorded}. {advice}",
            asked=f"{asked.method} {journal.visible(asked.path)}",
            recorded=f"{request.method} {journal.visible(request.target)}",
            advice=_advice(asked, first, request.method, request.target.partition(b"?")[0], journal),
        ), details
    return say(
        "No recording answers this request. Nearest: {nearest}; differs: {differs}. It would match with: {option}",
        nearest=f"{recording.name} #{recording.interaction.number}",
        differs=", ".join(map(str, first.differences)),
        option=_option(first),
    ), details


def _told(one: Near, recording: Recording, journal: Journal) -> dict[str, Any]:
    """A near recording as JSON."""
    same = one.method and one.path
    return {
        "cassette": recording.name,
        "interaction": recording.interaction.number,
        "method": recording.interaction.request.method,
        "target": journal.visible(recording.interaction.request.target),
        "differs": [
            *([] if one.method else [{"in": "method"}]),
            *([] if one.path else [{"in": "path"}]),
            *(map(journal.difference_json, one.differences) if same else ()),
        ],
        "option": _option(one) if same else "",
    }


def _option(one: Near) -> str:
    """The option with which a recording of the same method and path would answer."""
    options = [f"--ignore {shlex.quote(found.option)}" for found in one.differences if found.option]
    return " ".join(options) if len(options) == one.differing else "--match default"


def _advice(asked: Subject, near: Near, method: str, path: bytes, journal: Journal) -> str:
    """Advice for a request whose method or path differ from the recorded ones."""
    if near.path and "HEAD" in (asked.method, method):
        return say("An answer to HEAD never fits another method, or the reverse: record this request, too.")
    if near.path:
        return say("The app sends another method here.")
    found = asked.path
    if asked.method == "GET" and found == b"/":
        return say("To see the streams in a browser, open `/@chunktape/`.")
    if path.endswith(found) and found.startswith(b"/"):
        return say("Is `{part}` missing from the base URL?", part=journal.visible(path.removesuffix(found)))
    if re.sub(b"//+", b"/", found) == path:
        return say("The base URL ends with a slash too many.")
    if found.endswith(path):
        part = found.removesuffix(path)
        words = (
            sentence("Is `{part}` in the base URL twice?")
            if path.startswith(part)
            else sentence("Is `{part}` too much in the base URL?")
        )
        return say(words, part=journal.visible(part))
    if found.startswith(path):
        return say(
            "`{part}` is too much: a base URL ends before the path that the SDK adds.",
            part=journal.visible(found.removeprefix(path)),
        )
    return say("Is the base URL right, and the path behind it?")
