"""The values for the page: its sentences in the reader's language, and the names that can be set. Plain values."""

from typing import Final

from cassettes.messages import say, sentence
from player.faults.registry import FAULTS
from player.splits.registry import FIRST

#: classes that break no decoder, as a page that compares nothing calls them
TAME: Final = {
    "event-boundary": sentence("between two events"),
    "record-boundary": sentence("between two records"),
}
_WORDS: Final = {
    "connecting": sentence("Connecting…"),
    "state_open": sentence("Live"),
    "state_lost": sentence("The player does not answer. The page goes on by itself when it is back."),
    "state_workers": sentence("Live: {of} workers"),
    "state_part": sentence("Live: {present} of {of} workers; the others do not answer."),
    "state_slow": sentence("This page was too slow and read everything anew."),
    "noscript": sentence("This page needs JavaScript. Without it: chunktape show, and GET /@chunktape/journal"),
    "live": sentence("Back to live"),
    "open": sentence("Open a file"),
    "opened": sentence("{name}: read from your disk, nothing is kept"),
    "opened_part": sentence("{name}: read from your disk, nothing is kept; {more} more recordings are not shown"),
    "drop": sentence("Drop a cassette, or the JSON of chunktape check"),
    "no_report": sentence("{name} is no report of chunktape check --json. Drop that, or a .cassette file."),
    "settings": sentence("From the next request on"),
    "as_started": sentence("as started"),
    "split": sentence("Split"),
    "fault": sentence("Fault"),
    "speed": sentence("Speed"),
    "client": sentence("Client"),
    "all_clients": sentence("all"),
    "set": sentence("Set"),
    "take_back": sentence("Take back"),
    "hold": sentence("Hold"),
    "go": sentence("Go on"),
    "held": sentence("held"),
    "reached": sentence("workers reached: {reached} of {of}"),
    "requests": sentence("Requests"),
    "counts": sentence("requests: {count}, active: {active}"),
    "strip": sentence("All requests on one time axis. Arrow keys go through them, with Shift they select a stretch."),
    "nothing": sentence("No request yet. Send one to {url}, and it appears here."),
    "stream": sentence("The chosen request"),
    "choose": sentence("Choose a request, or drop a cassette or a check report on this page."),
    "lanes": sentence("The pieces on one time axis."),
    "recorded": sentence("recorded"),
    "sent": sentence("sent"),
    "observed": sentence("client saw"),
    "untimed": sentence("the client told no times"),
    "all": sentence("all"),
    "zoom": sentence("zoom"),
    "from": sentence("from"),
    "to": sentence("to"),
    "rows_of": sentence("Rows:"),
    "only_classes": sentence("only cuts inside an event"),
    "rows": sentence("pieces: {count} of {of}"),
    "pieces": sentence("Pieces and their cuts"),
    "span": sentence("{from} - {to} ({size} B)"),
    "plain_cut": sentence("no named place"),
    "end_recorded": sentence("end of the body"),
    "end_sent": sentence("end of what was sent"),
    "end_observed": sentence("end of what the client saw"),
    "amount": sentence("chunks: {chunks}, bytes: {bytes}"),
    "plan": sentence("plan {plan}"),
    "late": sentence("up to {time} late"),
    "behind": sentence("behind byte {bytes}"),
    "fault_line": sentence("Fault {fault}: {where}"),
    "not_reached": sentence("not reached"),
    "left_here": sentence("client left"),
    "left_line": sentence("The client left at byte {bytes}, chunk {chunks}, {time}."),
    "left_out": sentence("{count} more pieces are not drawn."),
    "missed": sentence("no recording"),
    "outcome_active": sentence("playing"),
    "outcome_ended": sentence("ended"),
    "outcome_client_left": sentence("client left"),
    "outcome_stopped": sentence("stopped"),
    "outcome_failed": sentence("failed"),
    "outcome_cut": sentence("not complete"),
    "recorded_ending": sentence("The recording ends with {ending}."),
    "copy": sentence("Copy"),
    "copied": sentence("Copied"),
    "again": sentence("Send again"),
    "leave": sentence("Leave now"),
    "body_left_out": sentence("The recorded body is long or not text, so it is left out here."),
    "report": sentence("{verdict}. Findings: {count}"),
    "more_findings": sentence("{count} more findings are not shown."),
    "verdict_pass": sentence("PASS"),
    "verdict_fail": sentence("FAIL"),
    "verdict_interrupted": sentence("INTERRUPTED"),
    "verdict_not_judged": sentence("NOT JUDGED"),
    "keys": sentence(
        "Keys: Tab moves on; j, k or the arrows go through rows; in a drawing Left and Right step, with Shift they "
        "select, Esc takes it back."
    ),
}


def told() -> dict[str, object]:
    """The values for the page: `words` by name, boundary `classes` by id, and the names that can be set."""
    from cassettes.boundaries.classify import CATALOGUE  # only the page needs it

    return {
        "words": {name: say(words) for name, words in _WORDS.items()},
        "classes": {one.id: say(TAME.get(one.id, one.title)) for one in CATALOGUE.values() if one.kind == "cut"},
        "tame": list(TAME),
        "profiles": list(FIRST),
        "faults": list(FAULTS),
    }
