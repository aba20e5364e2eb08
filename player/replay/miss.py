"""What a person is told whose request no recording answers: what is nearest, what differs, which option would help."""

import shlex
from collections.abc import Sequence
from typing import Any

from cassettes.messages import say
from player.journal.journal import Journal
from player.library.recordings import Recording
from player.matching.index import Near
from player.matching.subject import Subject


def explain(
    asked: Subject, near: Sequence[Near], recordings: Sequence[Recording], journal: Journal
) -> tuple[str, dict[str, object]]:
    """The sentence for a miss, and its JSON. `near` are places in `recordings`; `journal` knows what is secret."""
    shown: list[dict[str, Any]] = []
    for one in near:
        recording = recordings[one.index]
        same = one.method and one.path
        told = one.differences if same else ()
        options = [f"--ignore {shlex.quote(found.option)}" for found in told if found.option]
        complete = same and len(options) == one.differing
        crosses = (asked.method == "HEAD") != (recording.interaction.request.method == "HEAD")
        wider = "--match default" if same else "" if crosses else "--match any"
        shown.append(
            {
                "cassette": recording.name,
                "interaction": recording.interaction.number,
                "method": recording.interaction.request.method,
                "target": journal.visible(recording.interaction.request.target),
                "differs": [
                    *([] if one.method else [{"in": "method"}]),
                    *([] if one.path else [{"in": "path"}]),
                    *map(journal.difference_json, told),
                ],
                "option": " ".join(options) if complete else wider,
            }
        )
    details: dict[str, object] = {"nearest": shown}
    if not near:
        return say("No recording answers this request: the cassettes have no interaction yet."), details
    first = shown[0]
    elsewhere = [
        *([] if near[0].method else [say("method (recorded {method})", method=first["method"])]),
        *([] if near[0].path else [say("path (recorded {target})", target=first["target"])]),
    ]
    differs = ", ".join(elsewhere or [str(one) for one in near[0].differences])
    nearest = f"{first['cassette']} #{first['interaction']}"
    if not first["option"]:
        return say(
            "No recording answers this request. Nearest: {nearest}; differs: {differs}. No option makes an "
            "answer to HEAD fit another method, or the reverse: record this request, too.",
            nearest=nearest,
            differs=differs,
        ), details
    return say(
        "No recording answers this request. Nearest: {nearest}; differs: {differs}. It would match with: {option}",
        nearest=nearest,
        differs=differs,
        option=first["option"],
    ), details
